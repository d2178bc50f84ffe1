import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type ErrorRequestHandler } from 'express';
import { apiHostGate, tokenHostGate } from './account/hostGate';
import { ipFilter } from './account/ipFilter';
import { requirePayment } from './account/payment';
import { requireScope, requireToken } from './auth';
import { createClock } from './clock';
import { keepClosestTasks } from './closestTask';
import type { SandboxContext } from './context';
import { controlGuard } from './control/guard';
import { controlRouter } from './control/router';
import { downloadHandler, driveRouter } from './drive/files';
import { logEvents } from './eventLog';
import { createFaults } from './faults';
import { accessTokenRoute } from './oauth/accessToken';
import { consentRouter } from './oauth/consent';
import { subdomainRouter } from './oauth/subdomain';
import { loadData, saveData } from './persist';
import { isProblem, problem, sendProblem } from './problem';
import { createAnalytics } from './receivers/analytics';
import { createJarvis } from './receivers/jarvis';
import { createTelegram } from './receivers/telegram';
import { createRequestLog } from './requestLog';
import { apiRouter } from './routes/api';
import { newOAuthData } from './seed/integration';
import { seed } from './seed/seed';
import { createStore, type Store } from './store';
import { createThrottle } from './throttle';
import { createDeliverer } from './webhooks/deliver';
import { createWebhooks } from './webhooks/send';

export interface SandboxOptions {
	/** 0 or nothing: a free one. */
	readonly port?: number;
	readonly host?: string;
	/** The long-lived token that the API accepts. */
	readonly token: string;
	/** Where the account is kept, so that a restart keeps it; only in memory when left out. */
	readonly stateFile?: string;
	/** 60 lets a minute of the retry schedule and of token lifetimes pass in a second. */
	readonly timeScale?: number;
}

export interface Sandbox {
	readonly url: string;
	readonly store: Store;
	/** Saves, and ends every connection. */
	close(): Promise<void>;
}

const saveDelayMs = 500;
/** More than the 5 MB bodies that the tests send. */
const bodyLimit = '20mb';

const errorHandler: ErrorRequestHandler = (error: unknown, _request, response, next) => {
	if (response.headersSent) {
		next(error);
		return;
	}
	if (isProblem(error)) {
		sendProblem(response, error);
		return;
	}
	const status = (error as { status?: unknown } | null)?.status;
	if (typeof status === 'number' && status >= 400 && status < 500) {
		sendProblem(response, problem(status, (error as Error).message));
		return;
	}
	process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
	const { body } = problem(
		500,
		'Our team are probably already working on the elimination of the problem',
	);
	sendProblem(response, {
		problem: true,
		status: 500,
		body: { ...body, trace_id: randomUUID() },
	});
};

function keepOnDisk(store: Store, path: string): { readonly save: () => void } {
	let timer: NodeJS.Timeout | undefined;
	const save = () => {
		clearTimeout(timer);
		timer = undefined;
		saveData(path, store.data);
	};
	store.onTouch(() => {
		timer ??= setTimeout(() => {
			try {
				save();
			} catch (error) {
				const reason = error instanceof Error ? error.message : String(error);
				process.stderr.write(`sandbox: the state file was not written: ${reason}\n`);
			}
		}, saveDelayMs);
		timer.unref();
	});
	return { save };
}

/** amoCRM, Jarvis, the analytics and Telegram on one loopback port. Rejects when the port or the state file refuses. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const { stateFile, host = '127.0.0.1' } = options;
	const clock = createClock(options.timeScale ?? 1);
	const store = createStore((stateFile ? loadData(stateFile) : null) ?? seed(newOAuthData()));
	logEvents(store);
	keepClosestTasks(store);
	const faults = createFaults();
	const deliverer = createDeliverer(store, clock, faults);
	const context: SandboxContext = {
		store,
		clock,
		faults,
		deliverer,
		throttle: createThrottle(clock),
		requestLog: createRequestLog(),
		webhooks: createWebhooks(store, deliverer),
		jarvis: createJarvis(),
		analytics: createAnalytics(),
		telegram: createTelegram(),
	};
	const disk = stateFile ? keepOnDisk(store, stateFile) : null;
	disk?.save();

	const app = express();
	app.disable('x-powered-by').disable('etag');
	// Parts of files are bytes: read as text they would be other ones.
	app.use('/v1.0/sessions/upload', express.raw({ type: () => true, limit: bodyLimit }));
	app.use(express.text({ type: () => true, limit: bodyLimit }));
	app.use('/_sandbox', controlGuard(host), controlRouter(context));
	app.use('/jarvis', faults.handler('jarvis'), context.jarvis.router);
	app.use('/analytics', faults.handler('analytics'), context.analytics.router);
	app.use('/telegram', faults.handler('telegram'), context.telegram.router);
	app
		.route('/oauth2/access_token')
		.all(context.requestLog.handler, faults.handler('oauth'), tokenHostGate(store), ipFilter(store))
		.post(accessTokenRoute(store, clock));
	app.use('/oauth', consentRouter(store, clock));
	const withToken = requireToken(store, clock, options.token);
	app.use(
		'/oauth2/account',
		context.requestLog.handler,
		faults.handler('oauth'),
		subdomainRouter(store, clock, withToken),
	);
	const guarded = [
		context.requestLog.handler,
		faults.handler('api'),
		apiHostGate(store),
		ipFilter(store),
		withToken,
		requirePayment(store, clock),
		context.throttle.handler,
	];
	const crm = requireScope(() => 'crm');
	const files = requireScope((method) => (method === 'DELETE' ? 'files_delete' : 'files'));
	app.use('/api', ...guarded, crm, apiRouter(store));
	app.use('/v1.0', ...guarded, files, driveRouter(store));
	app.get(
		'/download/:account/:uuid/*rest',
		context.requestLog.handler,
		faults.handler('api'),
		downloadHandler(store),
	);
	app.use(express.static(join(__dirname, 'page')));
	app.use((request) => {
		const address = `${request.protocol}://${request.get('host')}${request.originalUrl}`;
		throw problem(404, `Cannot ${request.method} ${address}`);
	});
	app.use(errorHandler);

	const server = await new Promise<ReturnType<typeof app.listen>>((resolve, reject) => {
		const listening = app.listen(options.port ?? 0, host, (error?: Error) =>
			error ? reject(error) : resolve(listening),
		);
	});
	deliverer.resume();
	const { port } = server.address() as AddressInfo;

	return {
		url: `http://${host}:${port}`,
		store,
		async close() {
			deliverer.stop();
			clock.stop();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
			disk?.save();
		},
	};
}
