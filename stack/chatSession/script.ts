import { pageScript } from '../browserScript';

/** Where nginx takes the script from; it has nothing that envsubst would fill in. */
export const sessionToChatFile = 'nginx/templates/amocrm/site/session-to-chat.js.template';

export const sessionToChatScript = (): string => pageScript('chat-session/src/main.ts');
