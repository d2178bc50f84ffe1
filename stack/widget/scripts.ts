import { amdModule, pageScript } from '../browserScript';

/** amoCRM loads its widgets with RequireJS and makes one of what the module gives. */
export const widgetScript = (): string => amdModule('widget/src/amoWidget.ts', 'AddressWidget');

export const standAloneScript = (): string => pageScript('widget/src/standAlone.ts');
