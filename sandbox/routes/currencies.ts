import { Router } from 'express';
import { paginate, sendPage } from '../hal';
import { parseQuery } from '../query';
import { methodNotAllowed } from './methodNotAllowed';

const codes = ['RUB', 'USD', 'EUR', 'KZT', 'BYN', 'UZS', 'AMD', 'GEL', 'KGS', 'TRY', 'AED', 'CNY'];

/** `GET /currencies`: of each, amoCRM's own SDK reads the code and nothing else. */
export function currenciesRouter(): Router {
	const router = Router();
	router
		.route('/currencies')
		.get((request, response) => {
			const page = paginate(parseQuery(request.originalUrl.split('?')[1]), codes);
			sendPage(request, response, 'currencies', page, (code) => ({ code }));
		})
		.all(methodNotAllowed);
	return router;
}
