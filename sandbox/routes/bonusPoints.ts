import { Router } from 'express';
import { z } from 'zod';
import { sendHal } from '../hal';
import { problem, validationFailed, type FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';

const points = z.number().int().positive();
const action = z.object({ earn: points.optional(), redeem: points.optional() });

const refuse = (errors: readonly FieldProblem[]) => validationFailed([{ request_id: '0', errors }]);

/** `POST /customers/{id}/bonus_points` with `earn` or `redeem`, never both. */
export function bonusPointsRouter(store: Store): Router {
	const router = Router();
	router
		.route('/customers/:customerId/bonus_points')
		.post((request, response) => {
			const customer = store.data.customers.get(Number(request.params.customerId));
			if (!customer || customer.is_deleted) throw problem(404, 'Customer not found');
			const parsed = action.safeParse(objectBody(request));
			if (!parsed.success) throw refuse(parsed.error.issues.map(problemOf));
			const { earn, redeem } = parsed.data;
			if (earn === undefined && redeem === undefined) throw refuse([fieldMissing('earn')]);
			if (earn !== undefined && redeem !== undefined) {
				throw problem(400, 'Either earn or redeem bonus points');
			}
			const bonus_points = customer.bonus_points + (earn ?? 0) - (redeem ?? 0);
			if (bonus_points < 0) throw problem(422, 'Not enough bonus points');
			// Not through `save`: points are no member of the customer that amoCRM would tell of.
			store.data.customers.set(customer.id, { ...customer, bonus_points });
			store.touch();
			sendHal(response, { bonus_points });
		})
		.all(methodNotAllowed);
	return router;
}
