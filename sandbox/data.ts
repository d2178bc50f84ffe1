import type { Account } from './account/account';
import type { ApiEvent } from './apiEvents';
import type { Customer, CustomersSetting, CustomerStatus, Segment, Transaction } from './customer';
import type { DriveFile, FileLink } from './drive/driveFile';
import type { CatalogData } from './catalogs';
import type { Company, Contact, EntityKind, Lead, Note, Subscription, Tag, Task } from './entities';
import type { Field, FieldGroup } from './field';
import type { LossReason, Pipeline } from './pipeline';
import type { ContactChat, Message, Talk } from './talk';
import type { Unsorted, UnsortedDecision } from './unsorted';
import type { User } from './user';
import type { OAuthData } from './oauth/types';
import type { Settings } from './settings';
import type { Delivery } from './webhooks/delivery';

/** Everything that the state file keeps. Maps are keyed by id. */
export interface Data {
	lastId: number;
	lastDeliveryId: number;
	lastSubscriptionId: number;
	account: Account;
	users: readonly User[];
	pipelines: readonly Pipeline[];
	/** By the path of their owner: `leads`, `customers/segments`, `catalogs/4521`. */
	readonly fields: Record<EntityKind, readonly Field[]> & Record<string, readonly Field[]>;
	/** By owner, too: those that were made; the predefined ones are in `models/fieldGroup.ts`. */
	readonly fieldGroups: Record<string, readonly FieldGroup[]>;
	lossReasons: readonly LossReason[];
	readonly tags: Readonly<Record<EntityKind, Map<number, Tag>>>;
	readonly catalogs: CatalogData;
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
	readonly contactChats: Map<number, ContactChat>;
	readonly messages: Map<string, Message>;
	/** Those that nobody has decided on. */
	readonly unsorted: Map<string, Unsorted>;
	/** By UUID. */
	readonly files: Map<string, DriveFile>;
	readonly fileLinks: Map<number, FileLink>;
	readonly unsortedDecisions: UnsortedDecision[];
	/** Oldest first. */
	readonly events: ApiEvent[];
	readonly subscriptions: Map<number, Subscription>;
	readonly deliveries: Map<number, Delivery>;
	readonly settings: Settings;
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
