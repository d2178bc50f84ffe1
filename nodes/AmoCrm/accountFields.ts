import type { INode } from 'n8n-workflow';
import type { AccountField } from '../../src/catalog/accountField';
import { accountField } from '../../src/catalog/accountFieldRow';
import { withFieldLookUp } from '../../src/catalog/fieldLookUp';
import { readAll } from '../../src/client/paginate';
import { shortLived } from '../../src/client/shortLived';
import type { AmoCrmClient } from '../../src/client/types';

/** A field that was renamed is found at once all the same, for an unknown name is looked up anew. */
const kept = shortLived<readonly AccountField[]>(60_000);

/** By credential and account: the fields of one account must never name those of another. */
export function credentialIds({ credentials = {} }: Pick<INode, 'credentials'>): string {
	const ids = Object.entries(credentials).map(([type, { id, name }]) => `${type}=${id ?? name}`);
	return ids.sort().join('&');
}

interface Account {
	readonly client: AmoCrmClient;
	readonly accountKey: string;
	readonly node: Pick<INode, 'credentials'>;
}

async function readFields(client: AmoCrmClient, owner: string): Promise<readonly AccountField[]> {
	const path = `/api/v4/${owner}/custom_fields`;
	const options = { collection: 'custom_fields', pageSize: 250 };
	return (await readAll(client, { method: 'GET', path }, options)).map(accountField);
}

const reading = ({ client, accountKey, node }: Account, owner: string) =>
	[`${credentialIds(node)} ${accountKey} ${owner}`, () => readFields(client, owner)] as const;

/** For the form of the editor, which is opened anew to see what has changed. */
export const freshFields = async (
	account: Account,
	owner: string,
): Promise<readonly AccountField[]> => await kept.renew(...reading(account, owner));

/** The custom fields of an account, as one run of the node comes to need them. */
export interface AccountFields {
	/**
	 * The result of `work` with the fields that it needs: read when it asks for them, and once more when
	 * a name is not among those that were kept. Throws what `work` throws.
	 */
	readonly during: <T>(
		work: (fields: ReadonlyMap<string, readonly AccountField[]>) => T,
	) => Promise<T>;
}

export function accountFields(account: Account): AccountFields {
	const known = new Map<string, readonly AccountField[]>();
	const upToDate = new Set<string>();
	const learn = async (owner: string): Promise<boolean> => {
		if (upToDate.has(owner)) return false;
		if (known.has(owner)) {
			known.set(owner, await kept.renew(...reading(account, owner)));
			upToDate.add(owner);
			return true;
		}
		const { value, isRead } = kept.get(...reading(account, owner));
		known.set(owner, await value);
		if (isRead) upToDate.add(owner);
		return true;
	};
	return { during: async (work) => await withFieldLookUp(() => work(known), learn) };
}
