import type { ApiEvent } from './apiEvents';
import type { Customer, CustomersSetting, CustomerStatus, Segment, Transaction } from './customer';
import type { DriveFile, FileLink } from './drive/driveFile';
import type {
	Company,
	Contact,
	EntityKind,
	Field,
	Lead,
	LossReason,
	Message,
	Note,
	Pipeline,
	Subscription,
	Tag,
	Talk,
	Task,
	Unsorted,
	User,
} from './entities';
import type { OAuthData } from './oauth/types';
import type { Delivery } from './webhooks/delivery';

/** Everything that the state file keeps. Maps are keyed by id. */
export interface Data {
	lastId: number;
	lastDeliveryId: number;
	lastSubscriptionId: number;
	readonly account: { readonly id: number; readonly subdomain: string; readonly name: string };
	readonly users: readonly User[];
	pipelines: readonly Pipeline[];
	readonly lossReasons: readonly LossReason[];
	/** By the path of their owner: `leads`, `customers/segments`, `catalogs/4521`. */
	readonly fields: Record<EntityKind, readonly Field[]> & Record<string, readonly Field[]>;
	readonly tags: Readonly<Record<EntityKind, Map<number, Tag>>>;
	readonly leads: Map<number, Lead>;
	readonly contacts: Map<number, Contact>;
	readonly companies: Map<number, Company>;
	customersSetting: CustomersSetting;
	readonly customers: Map<number, Customer>;
	readonly customerStatuses: Map<number, CustomerStatus>;
	readonly segments: Map<number, Segment>;
	readonly transactions: Map<number, Transaction>;
	readonly notes: Map<number, Note>;
	readonly tasks: Map<number, Task>;
	readonly talks: Map<number, Talk>;
	readonly messages: Map<string, Message>;
	readonly unsorted: Map<string, Unsorted>;
	/** By UUID. */
	readonly files: Map<string, DriveFile>;
	readonly fileLinks: Map<number, FileLink>;
	/** Oldest first. */
	readonly events: ApiEvent[];
	readonly subscriptions: Map<number, Subscription>;
	readonly deliveries: Map<number, Delivery>;
	readonly oauth: OAuthData;
}

export const entityLabel: Readonly<
	Record<EntityKind, 'lead' | 'contact' | 'company' | 'customer'>
> = {
	leads: 'lead',
	contacts: 'contact',
	companies: 'company',
	customers: 'customer',
};

/** Web account address, as webhooks carry it. */
export const accountUrl = (data: Data): string => `https://${data.account.subdomain}.amocrm.ru`;
