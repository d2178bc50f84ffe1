import { dockerfile, read } from '../support/dockerFiles';

test('the Dockerfile pins its bases, runs as an ordinary user and checks itself', () => {
	const bases = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, image]) => image);
	expect(bases).toEqual([
		expect.stringMatching(/^node:\d+\.\d+\.\d+/),
		expect.stringMatching(/n8n:\d+\.\d+\.\d+$/),
	]);
	// `# syntax=` would fetch a builder, too, by a tag that moves.
	expect(dockerfile).not.toMatch(/:latest|curl .*\| *sh|^ADD http|^# *syntax=/m);
	const stages = dockerfile.split(/^FROM /m).slice(1);
	for (const stage of stages.filter((part) => /^CMD /m.test(part))) {
		expect(stage).toMatch(/^USER node$/m);
		expect(stage).toMatch(/^HEALTHCHECK /m);
	}
});

test('the image holds the folders that the package publishes, and the n8n that npm start runs', () => {
	const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
	for (const folder of files) expect(dockerfile).toMatch(new RegExp(`COPY .*\\b${folder}$`, 'm'));
	const stack = JSON.parse(read('stack', 'package.json')) as {
		readonly dependencies: Readonly<Record<string, string>>;
	};
	expect(dockerfile).toContain(`n8n:${stack.dependencies['n8n']}`);
});

test('the builder gets no secret and no data', () => {
	const rules = read('.dockerignore').split('\n');
	expect(rules).toContain('*');
	expect(rules).toContain('**/.env');
	expect(rules).toContain('**/.data');
});
