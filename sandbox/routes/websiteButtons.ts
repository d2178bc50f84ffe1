import { Router, type Request } from 'express';
import { z } from 'zod';
import { paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, type FieldProblem } from '../problem';
import { parseQuery, text } from '../query';
import type { WebsiteButton } from '../settings';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice } from '../writes/fieldProblems';
import { readModel } from '../writes/readList';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const mostWebsites = 10;

const websites = z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i));
const newButton = z.object({
	pipeline_id: z.number().int(),
	trusted_websites: websites.default([]),
	is_used_in_app: z.boolean().default(false),
});
const changedButton = z.object({ trusted_websites: z.object({ add: websites.min(1) }) });

const tooMany = (path: string): FieldProblem => ({
	code: 'TooMany',
	path,
	detail: `This collection should contain ${mostWebsites} elements or less.`,
});

/** The script that a website embeds; enough of it to be recognised. */
const scriptOf = ({ button_id }: WebsiteButton): string =>
	`(function(a,m,o){a[o]={id:"${button_id}",locale:"ru",inline:false};})(window,0,'amoSocialButton');`;

/** CRM plugins. amoCRM prepares them after its 202; here they are ready at once. */
export function websiteButtonsRouter(store: Store): Router {
	const router = Router();
	const buttons = () => store.data.settings.websiteButtons;

	const model =
		(isWithScript: boolean) =>
		(button: WebsiteButton): object => {
			const { trusted_websites: _websites, has_online_chat: _chat, ...shown } = button;
			return {
				account_id: store.data.account.id,
				...shown,
				is_duplication_control_enabled: false,
				name: '',
				creation_status: 'created',
				script: isWithScript ? scriptOf(button) : null,
			};
		};
	const asksForScript = (request: Request): boolean =>
		text(parseQuery(request.originalUrl.split('?')[1])['with'])
			?.split(',')
			.includes('scripts') ?? false;
	const find = (request: Request): WebsiteButton => {
		const button = buttons().get(Number(request.params['sourceId']));
		if (!button) throw problem(404, 'Source not found');
		return button;
	};
	const save = (button: WebsiteButton): WebsiteButton => {
		buttons().set(button.source_id, button);
		store.touch();
		return button;
	};
	const newProblems = (input: z.infer<typeof newButton>): readonly FieldProblem[] => {
		const { pipeline_id, trusted_websites, is_used_in_app } = input;
		if (!store.data.pipelines.some(({ id }) => id === pipeline_id)) {
			return [notSupportedChoice('pipeline_id')];
		}
		if (trusted_websites.length > mostWebsites) return [tooMany('trusted_websites')];
		if (trusted_websites.length === 0 && !is_used_in_app) return [fieldMissing('trusted_websites')];
		return [];
	};

	router.use('/website_buttons', requireAdmin(store));
	router
		.route('/website_buttons')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, [...buttons().values()], 250, 250);
			sendPage(request, response, 'website_buttons', page, model(asksForScript(request)));
		})
		.post((request, response) => {
			const input = readModel(jsonBody(request), newButton, newProblems);
			const { source_id, trusted_websites } = save({
				source_id: store.nextId(),
				button_id: store.nextId(),
				pipeline_id: input.pipeline_id,
				trusted_websites: input.trusted_websites,
				has_online_chat: false,
			});
			sendHal(response, { source_id, trusted_websites }, 202);
		})
		.all(methodNotAllowed);
	router
		.route('/website_buttons/:sourceId')
		.get((request, response) => {
			sendHal(response, model(asksForScript(request))(find(request)));
		})
		.patch((request, response) => {
			const button = find(request);
			const present = button.trusted_websites;
			const { trusted_websites } = readModel(
				jsonBody(request),
				changedButton,
				({ trusted_websites: { add } }) =>
					new Set([...present, ...add]).size > mostWebsites
						? [tooMany('trusted_websites.add')]
						: [],
			);
			// A button of an app, which has no website, stays without.
			const added = present.length === 0 ? [] : trusted_websites.add;
			const saved = save({ ...button, trusted_websites: [...new Set([...present, ...added])] });
			sendHal(response, model(true)(saved));
		})
		.all(methodNotAllowed);
	router
		.route('/website_buttons/:sourceId/online_chat')
		.post((request, response) => {
			save({ ...find(request), has_online_chat: true });
			response.status(202).end();
		})
		.all(methodNotAllowed);
	return router;
}
