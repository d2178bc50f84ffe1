import { sameForAll } from './sameForAll';

it.each([
	'https://example.com/events',
	'https://example.com/$json/item',
	"={{ $('Settings').first().json.jarvisUrl }}/amocrm/process-webhook",
	'={{ $("Settings").last().json.url }}',
	'={{ $vars.jarvis }}/x',
	"={{ 'https://example.com' }}",
])('%s is the same for every item', (parameter) => {
	expect(sameForAll(parameter)).toBe(true);
});

it.each([
	'={{ $json.url }}',
	"={{ $('Settings').item.json.url }}",
	"={{ $('Settings').first().json.url + $json.path }}",
	"={{ $('Settings').all()[$itemIndex].json.url }}",
	'={{ $input.item.json.url }}',
	'={{ $node["A"].json.url }}',
	'={{ $items("A")[0].json.url }}',
	'={{ Math.random() }}',
	'={{ $parameter["other"] }}',
])('%s may differ', (parameter) => {
	expect(sameForAll(parameter)).toBe(false);
});
