import { Router } from 'express';
import { z } from 'zod';
import { renamed } from '../account/account';
import { isNetwork } from '../account/ipFilter';
import type { SandboxContext } from '../context';
import { input } from './input';

const change = z
	.object({
		subdomain: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/),
		is_paid: z.boolean(),
		allowed_ips: z.array(z.string().refine(isNetwork, 'not an IP address or network')).nullable(),
	})
	.strict()
	.partial();

/** `PATCH /account`: renamed by its owner, paid or not, open to some addresses only. */
export const accountControl = ({ store, clock }: SandboxContext): Router =>
	Router().patch('/account', (request, response) => {
		const { subdomain, is_paid, allowed_ips } = input(request, change);
		const before = store.data.account;
		store.data.account = {
			...renamed(before, subdomain ?? before.subdomain),
			...(allowed_ips === undefined ? {} : { allowed_ips }),
			...(is_paid === undefined
				? {}
				: { unpaid_since: is_paid ? null : (before.unpaid_since ?? clock.now()) }),
		};
		store.touch();
		response.json(store.data.account);
	});
