// `node healthcheck.js [url]`: exit code 0 when it answers 2xx. The images have no curl for certain.
const url = process.argv[2] ?? 'http://127.0.0.1:5678/healthz/readiness';
fetch(url, { signal: AbortSignal.timeout(4000) }).then(
	({ ok }) => process.exit(ok ? 0 : 1),
	() => process.exit(1),
);
