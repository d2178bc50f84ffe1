import { localRedirectUrl, publicRedirectUrl } from './redirectUrl';

/** The name under which the credential tells the hook its redirect URL, in n8n's authorize query. */
export const redirectUrlParameter = 'amoCrmRedirectUrl';

const given = 'String($self["redirectUrl"] || "").trim()';

/** A JavaScript expression: whether the credential's redirect URL is one that cannot be used. */
export const isRedirectUrlUnusable = `(${given} !== "" && !/${publicRedirectUrl.source}/.test(${given}) && !($self["domain"] === "sandbox" && /${localRedirectUrl.source}/.test(${given})))`;

/** Reserved by RFC 2606, and what the browser shows of it says what is wrong. */
export const unusableRedirectUrlSite = 'https://redirect-url-must-begin-with-https.invalid';

/** What the exchange of the code sends instead of n8n's own callback; n8n's body fields win over its own. */
export const codeExchangeExpression = `={{ ${given} === "" ? "" : JSON.stringify({ redirect_uri: ${given} }) }}`;

/** What n8n hands to `redirectUrlHook`, which takes it out again. */
export const authorizeQueryExpression = `={{ ${given} === "" ? "" : "${redirectUrlParameter}=" + encodeURIComponent(${given}) }}`;
