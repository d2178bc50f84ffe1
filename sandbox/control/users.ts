import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import { problem } from '../problem';
import { input } from './input';

/** `PATCH /users/{id} {is_admin}`: who may not change settings, as a person of the account decides. */
export const usersControl = ({ store }: SandboxContext): Router =>
	Router().patch('/users/:id', (request, response) => {
		const { is_admin } = input(request, z.object({ is_admin: z.boolean() }));
		const { users } = store.data;
		const user = users.find(({ id }) => id === Number(request.params.id));
		if (!user) throw problem(404, `There is no user ${request.params.id}.`);
		const changed = { ...user, is_admin };
		store.data.users = users.map((one) => (one.id === user.id ? changed : one));
		store.touch();
		response.json(changed);
	});
