// The catalogue: search, pages, one resource with those that it is related to.

import { address, attempt, choice, el, json, labelled, read, select, table } from './page.js';
import { pictures } from './pictures.js';

const PER_PAGE = 20;

const MAX_PAGE = 1000;

const go = (state) => {
	location.hash = address('catalogue', state);
};

function path(state) {
	return 'data/' + encodeURIComponent(state.service) + '/' + encodeURIComponent(state.resource);
}

function title(resource) {
	return resource.title ?? resource.fullName ?? resource.characterName ?? resource.name;
}

export async function catalogue(view, state) {
	const chosen = await choice(state, (changed) => go(changed));
	const place = { service: chosen.service, resource: chosen.resource, owner: chosen.owner };
	await (state.ref ? one(view, place, state.ref, chosen.described) : list(view, place, state, chosen));
}

async function list(view, place, state, chosen) {
	const types = Object.keys(chosen.described.fields.type?.allowedValueMappings ?? {});
	const filter = chosen.described.fields.type?.filteredBy?.[0];
	const text = el('input', { type: 'search', value: state.q ?? '' });
	const type = select([['', 'all'], ...types], state.type ?? '');
	const search = (event) => {
		event.preventDefault();
		go({ ...place, q: text.value, type: filter ? type.value : '' });
	};
	view.append(el('form', { role: 'search', onsubmit: search }, chosen.controls, labelled('Text', text),
		(filter && types.length > 0) ? labelled('Type', type) : '', el('button', { class: 'main' }, 'Search')));
	const page = Number.parseInt(state.page ?? '1', 10) || 1;
	const found = await read(path(place), { owner: place.owner, q: state.q, perPage: PER_PAGE, page, count: 'true',
		...(filter && state.type ? { [filter]: state.type } : {}) });
	const total = found.meta.totalCount;
	const pages = Math.min(MAX_PAGE, Math.max(1, Math.ceil(total / PER_PAGE)));
	view.append(table(total + ' ' + place.resource + ', page ' + page + ' of ' + pages, ['Title', 'Type', 'Ref', 'Updated'],
		found[place.resource].map((each) => [link(place, each), each.type, el('code', {}, each.ref), each.updatedAt])));
	const step = (label, number) => (number >= 1 && number <= pages)
		? el('li', {}, el('a', { href: address('catalogue', { ...place, q: state.q, type: state.type, page: number }) }, label))
		: '';
	view.append(el('nav', { 'aria-label': 'Pages' }, el('ul', {}, step('First', page > 1 ? 1 : 0),
		step('Previous', page - 1), step('Next', page + 1), step('Last', page < pages ? pages : 0))));
}

function link(place, resource) {
	return el('a', { href: address('catalogue', { ...place, ref: resource.ref }) }, title(resource));
}

async function one(view, place, ref, described) {
	const relationships = Object.values(described.relationships);
	const files = relationships.find((each) => each.resourceType === 'assets')?.name;
	const found = await read(path(place) + '/' + encodeURIComponent(ref), { owner: place.owner, include: files });
	const resource = found[place.resource][0];
	view.append(el('p', {}, el('a', { href: address('catalogue', place) }, 'All ' + place.resource)),
		el('h2', {}, title(resource)), pictures(place, [resource, ...(found.linked?.[files] ?? [])]), json(resource));
	if (relationships.length > 0) {
		view.append(el('h2', {}, 'Related'), ...relationships.map((each) => related(place, ref, each)));
	}
}

function related(place, ref, relationship) {
	const content = el('div', {});
	let loaded = false;
	const load = async () => {
		const found = await read(path(place) + '/' + encodeURIComponent(ref),
			{ owner: place.owner, include: relationship.name });
		const resources = found.linked?.[relationship.name] ?? [];
		const there = { ...place, resource: relationship.resourceType };
		content.replaceChildren(resources.length === 0 ? el('p', {}, 'none')
			: table(resources.length + ' ' + relationship.resourceType, ['Title', 'Type', 'Ref'], resources.map((each) =>
				[link(there, each), each.type, el('code', {}, each.ref)])));
		loaded = true;
	};
	return el('details', { ontoggle: (event) => event.target.open && !loaded && attempt(load) },
		el('summary', {}, relationship.name + ': ' + relationship.description), content);
}
