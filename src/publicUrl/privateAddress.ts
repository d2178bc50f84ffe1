import { BlockList, isIP } from 'node:net';

/** Networks that nobody outside can reach (the special-purpose registries of RFC 6890). */
const networks: ReadonlyArray<readonly [string, number, 'ipv4' | 'ipv6']> = [
	['0.0.0.0', 8, 'ipv4'],
	['10.0.0.0', 8, 'ipv4'],
	['100.64.0.0', 10, 'ipv4'],
	['127.0.0.0', 8, 'ipv4'],
	['169.254.0.0', 16, 'ipv4'],
	['172.16.0.0', 12, 'ipv4'],
	['192.0.2.0', 24, 'ipv4'],
	['192.168.0.0', 16, 'ipv4'],
	['198.18.0.0', 15, 'ipv4'],
	['198.51.100.0', 24, 'ipv4'],
	['203.0.113.0', 24, 'ipv4'],
	['224.0.0.0', 3, 'ipv4'],
	['::', 127, 'ipv6'],
	['2001:db8::', 32, 'ipv6'],
	['fc00::', 7, 'ipv6'],
	['fe80::', 10, 'ipv6'],
	['ff00::', 8, 'ipv6'],
];

const unreachable = new BlockList();
for (const [network, prefix, family] of networks) unreachable.addSubnet(network, prefix, family);

/** Whether this is an IP address that amoCRM cannot reach; false for a name. */
export function isPrivateAddress(host: string): boolean {
	const version = isIP(host);
	return version !== 0 && unreachable.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
