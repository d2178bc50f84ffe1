import { BlockList, isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { problem } from '../problem';
import type { Store } from '../store';

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** `203.0.113.7` or `203.0.113.0/24`, IPv6 as well. */
export function isNetwork(text: string): boolean {
	const [address = '', bits = '0', ...rest] = text.split('/');
	const longest = isIP(address) === 6 ? 128 : 32;
	return isIP(address) > 0 && /^\d+$/.test(bits) && Number(bits) <= longest && rest.length === 0;
}

function contains(networks: readonly string[], address: string): boolean {
	const list = new BlockList();
	for (const network of networks) {
		const [base = '', bits] = network.split('/');
		if (bits === undefined) list.addAddress(base, family(base));
		else list.addSubnet(base, Number(bits), family(base));
	}
	return list.check(address, family(address));
}

/** The account's white-list of addresses. Proxies are not asked: who connects is who counts. */
export const ipFilter =
	(store: Store): RequestHandler =>
	(request, _response, next) => {
		const { allowed_ips: allowed } = store.data.account;
		// A socket that takes both families names IPv4 callers like this.
		const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
		if (allowed && !contains(allowed, address)) {
			throw problem(403, 'Доступ к данному аккаунту запрещён с Вашего IP адреса');
		}
		next();
	};
