import type { Customer } from './customer';
import type { Company, Contact, EntityKind, Lead, Note, Task } from './entities';
import type { Message, Talk } from './talk';
import type { Unsorted } from './unsorted';

/** What happened in the account: the store tells it, the webhook sender renders and sends it. */
export type Change =
	| {
			readonly kind: 'leads';
			readonly action: 'add' | 'update' | 'status' | 'responsible' | 'delete' | 'restore';
			readonly after: Lead;
			readonly before: Lead | null;
	  }
	| {
			readonly kind: 'contacts' | 'companies';
			readonly action: 'add' | 'update' | 'delete' | 'restore';
			readonly after: Contact | Company;
			readonly before: Contact | Company | null;
	  }
	| {
			readonly kind: 'customers';
			readonly action: 'add' | 'update' | 'delete' | 'restore';
			readonly after: Customer;
			readonly before: Customer | null;
	  }
	| { readonly kind: 'note'; readonly parent: EntityKind; readonly note: Note }
	| {
			readonly kind: 'task';
			readonly action: 'add' | 'update' | 'delete';
			readonly task: Task;
			readonly before: Task | null;
	  }
	| { readonly kind: 'talk'; readonly action: 'add' | 'update'; readonly talk: Talk }
	| { readonly kind: 'message'; readonly message: Message; readonly talk: Talk }
	| {
			readonly kind: 'unsorted';
			readonly action: 'add' | 'accept' | 'decline';
			readonly unsorted: Unsorted;
			readonly by: number;
	  };
