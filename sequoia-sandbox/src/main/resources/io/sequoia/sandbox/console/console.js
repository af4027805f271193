// The frame of the console: which part is shown, and the overview.

import { address, attempt, el, read, table } from './page.js';
import { catalogue } from './catalogue.js';
import { requests } from './requests.js';
import { api, faults, query } from './tools.js';

const PARTS = {
	overview: ['Overview', overview],
	catalogue: ['Catalogue', catalogue],
	query: ['Query', query],
	requests: ['Requests', requests],
	faults: ['Faults', faults],
	api: ['API', api]
};

const main = document.getElementById('main');

const navigation = document.getElementById('navigation');

let leave;

async function overview(view) {
	const all = await read('overview');
	view.append(
		el('p', {}, 'Registry: ', el('code', {}, all.registry)),
		table('Services', ['Name', 'Address', 'Description', 'In this console'], all.services.map((service) => [
			service.name, el('code', {}, service.location), service.description,
			[el('a', { href: address('catalogue', { service: service.name }) }, 'resources of ' + service.name), ', ',
				el('a', { href: address('api', { service: service.name }) }, 'API of ' + service.name)]])),
		table('Owners', ['Name', 'Resources'], all.owners.map((owner) => [owner.name,
			Object.entries(owner.resources).map(([kind, count]) => kind + ': ' + count).join(', ') || 'none'])),
		table('Client and users', ['Kind', 'Name', 'Secret or password'],
			[['client', all.client.id, all.client.secret], ...all.users.map((user) => ['user', user, '***'])]),
		table('Tokens: ' + all.tokens.count, ['Client or user', 'Type', 'State', 'Valid until'],
			all.tokens.latest.map((token) => [token.user, token.type, token.state, token.expiresAt])));
}

/** Show the part of the address; the focus moves there with each change of it. */
async function show(event) {
	const focused = document.activeElement?.dataset.label;
	const [name, parameters] = location.hash.substring(1).split(/\?(.*)/s);
	const part = Object.hasOwn(PARTS, name) ? name : 'overview';
	const [title, render] = PARTS[part];
	leave?.abort();
	leave = new AbortController();
	document.title = title + ' · Sequoia sandbox';
	navigation.replaceChildren(...Object.entries(PARTS).map(([key, [text]]) => el('li', {},
		el('a', { href: '#' + key, 'aria-current': key === part ? 'page' : null }, text))));
	const view = el('section', { 'aria-labelledby': 'title' }, el('h1', { id: 'title' }, title));
	main.replaceChildren(view);
	if (event) {
		main.focus();
	}
	await attempt(() => render(view, Object.fromEntries(new URLSearchParams(parameters ?? '')), leave.signal));
	if (focused && event && document.activeElement === main) {
		[...view.querySelectorAll('[data-label]')].find((control) => control.dataset.label === focused)?.focus();
	}
}

document.getElementById('skip').addEventListener('click', (event) => {
	event.preventDefault();
	main.focus();
});
addEventListener('hashchange', show);
show();
