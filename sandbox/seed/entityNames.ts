const forms = (
	nominative: string,
	genitive: string,
	dative: string,
	accusative: string,
	instrumental: string,
	prepositional: string,
) => ({ default: nominative, genitive, dative, accusative, instrumental, prepositional });

/** What the account calls its leads, by language; only Russian declines. */
export const entityNames = {
	leads: {
		ru: {
			gender: 'f',
			singular_form: forms('сделка', 'сделки', 'сделке', 'сделку', 'сделкой', 'сделке'),
			plural_form: forms('сделки', 'сделок', 'сделкам', 'сделки', 'сделками', 'сделках'),
		},
		en: {
			gender: 'f',
			singular_form: { default: 'lead' },
			plural_form: { default: 'leads' },
		},
		es: {
			gender: 'm',
			singular_form: { default: 'acuerdo' },
			plural_form: { default: 'acuerdos' },
		},
	},
};
