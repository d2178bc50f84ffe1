import type { Clock } from './clock';
import type { Faults } from './faults';
import type { Analytics } from './receivers/analytics';
import type { Jarvis } from './receivers/jarvis';
import type { Telegram } from './receivers/telegram';
import type { RequestLog } from './requestLog';
import type { Store } from './store';
import type { Throttle } from './throttle';
import type { Deliverer } from './webhooks/deliver';
import type { Webhooks } from './webhooks/send';

/** The parts of a running sandbox that the control API works with. */
export interface SandboxContext {
	readonly store: Store;
	readonly clock: Clock;
	readonly faults: Faults;
	readonly throttle: Throttle;
	readonly requestLog: RequestLog;
	readonly deliverer: Deliverer;
	readonly webhooks: Webhooks;
	readonly jarvis: Jarvis;
	readonly analytics: Analytics;
	readonly telegram: Telegram;
}
