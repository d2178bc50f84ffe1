import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** Who may not import whom (docs: architecture, "Dependency direction"). `target` never imports `from`. */
const boundaries = [
	[
		'./src',
		['./nodes', './cli', './receiver', './sandbox', './stack'],
		'src is the core: it depends on nothing above it',
	],
	['./src/events', ['./src/client', './src/inbox', './src/catalog'], 'events are pure'],
	['./src/catalog', ['./src/client', './src/inbox'], 'the catalogue is pure'],
	['./src/inbox', ['./src/client'], 'storing an event never needs the API'],
	['./src/client', ['./src/inbox'], 'the client never needs PostgreSQL'],
	['./src/match', ['./src/inbox'], 'matching asks the API, never PostgreSQL'],
	[
		'./nodes/AmoCrm',
		['./src/inbox', './nodes/AmoCrmTrigger'],
		'the API node stays free of PostgreSQL',
	],
	['./cli', ['./stack', './sandbox'], 'the command line is published, the stack is not'],
	['./nodes', ['./cli', './receiver', './sandbox', './stack'], 'nodes depend on src only'],
	[
		'./receiver',
		['./src/client', './src/catalog', './src/match', './nodes', './cli', './sandbox', './stack'],
		'the receiver only stores: it needs neither n8n nor the API',
	],
	[
		'./sandbox',
		['./src', './nodes', './cli', './receiver', './stack'],
		'a stand-in that shares code with us proves nothing',
	],
].flatMap(([target, from, message]) => from.map((folder) => ({ target, from: folder, message })));

const nodeFiles = ['nodes/**/*.ts'];
const credentialFiles = ['credentials/**/*.ts'];

export default tseslint.config(
	{
		ignores: [
			'dist/',
			'node_modules/',
			'stack/node_modules/',
			'.data/',
			'coverage/',
			'tests/fixtures/',
		],
	},
	...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
	{
		files: ['**/*.ts'],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/resolver-next': [createTypeScriptImportResolver(), createNodeResolver()],
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'import-x/no-cycle': 'error',
			'import-x/no-default-export': 'error',
			'import-x/no-restricted-paths': ['error', { zones: boundaries }],
			'no-restricted-syntax': [
				'error',
				{ selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
			],
			// The style is to name what is ignored: `_request`, `_context`.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
			],
		},
	},
	{
		...n8nCommunityNodesPlugin.configs.recommended,
		files: [...nodeFiles, ...credentialFiles, 'package.json'],
		ignores: ['**/*.test.ts'],
		// The preset's rules read package.json as an expression, which only TypeScript's parser gives them.
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: {
			...n8nCommunityNodesPlugin.configs.recommended.rules,
			// The product is self-hosted and says so: the trigger stores in PostgreSQL (`pg`) and checks
			// shapes with `zod`. Both are the only runtime dependencies (docs/decisions).
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
			// Same reason: timers (lease heartbeat, reconnect) and `pg` are what a durable trigger is made of.
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			// There is no public page to name yet.
			'@n8n/community-nodes/require-homepage': 'off',
			// The trigger reads n8n's built-in `postgres` credential, so that ops keep one for all nodes.
			'@n8n/community-nodes/no-credential-reuse': 'off',
			'@n8n/community-nodes/valid-credential-references': 'off',
		},
	},
	{
		files: nodeFiles,
		ignores: ['**/*.test.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Wants the string 'main', where the community preset wants NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Would rename n8n's own `postgres` credential, which the trigger uses.
			'n8n-nodes-base/node-class-description-credentials-name-unsuffixed': 'off',
		},
	},
	{
		files: ['nodes/**/description.ts'],
		rules: {
			// The description has a file of its own, so that the node file stays wiring.
			'n8n-nodes-base/node-filename-against-convention': 'off',
			// Sees only literals; defaults are written once, in settings.ts, which also reads them.
			'n8n-nodes-base/node-param-default-missing': 'off',
		},
	},
	{
		files: ['nodes/AmoCrmTrigger/AmoCrmTrigger.node.ts'],
		// Looks for the icon in this very file; it is in description.ts.
		rules: { '@n8n/community-nodes/icon-validation': 'off' },
	},
	{
		files: ['nodes/AmoCrmDisconnectTrigger/*.node.ts'],
		// amoCRM has no request for it: the hook's address is typed into the integration's form.
		rules: { '@n8n/community-nodes/webhook-lifecycle-complete': 'off' },
	},
	{
		files: ['credentials/AmoCrmIntegrationApi.credentials.ts'],
		// amoCRM has no request that checks a secret key and changes nothing.
		rules: { '@n8n/community-nodes/credential-test-required': 'off' },
	},
	{
		files: credentialFiles,
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Wants a slug of n8n's own documentation; ours is documented in this repository.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
);
