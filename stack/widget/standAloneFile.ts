/** Where nginx takes the stand-alone script from; it has nothing that envsubst would fill in. */
export const standAloneFile = 'nginx/templates/amocrm/site/delivery-address-widget.js.template';
