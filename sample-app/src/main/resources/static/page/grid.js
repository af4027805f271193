// The titles as posters: search, kind, order, and page after page.

import { address, el } from './dom.js';
import { follow, posters, search } from './client.js';
import { failure } from './failure.js';
import { poster, setPicture } from './poster.js';
import { count, hindrance, kind } from './text.js';

const PAGE_SIZE = 24;

const KINDS = { '': ['All', ['movie', 'show']], movie: ['Films', ['movie']], show: ['Series', ['show']] };

const ORDERS = { '': ['Title', 'title'], newest: ['Newest first', ['-releaseYear', 'title']],
	oldest: ['Oldest first', ['releaseYear', 'title']] };

/** Return the entry of a table, the first one for a key that it does not have. */
function entry(table, key) {
	return table[key && Object.hasOwn(table, key) ? key : ''];
}

function go(state) {
	location.hash = address('', state);
}

function controls(state) {
	return el('div', { class: 'controls' },
		el('fieldset', { class: 'choice' }, el('legend', { class: 'hidden' }, 'Kind of title'),
			Object.entries(KINDS).map(([key, [text]]) => el('label', {},
				el('input', { type: 'radio', name: 'kind', value: key, checked: KINDS[key] === entry(KINDS, state.kind),
					onchange: () => go({ ...state, kind: key }) }), el('span', {}, text)))),
		el('label', { class: 'inline' }, 'Order', el('select', { id: 'order', onchange: (event) => go({ ...state, order: event.target.value }) },
			Object.entries(ORDERS).map(([key, [text]]) => el('option', { value: key, selected: ORDERS[key] === entry(ORDERS, state.order) }, text)))));
}

function card(content) {
	const image = poster(content);
	const note = hindrance(content);
	const element = el('li', {}, el('a', { class: 'card', href: address('title/' + content.ref) }, image,
		el('span', { class: 'name' }, content.title),
		el('span', { class: 'quiet' }, [content.releaseYear, kind(content)].filter((part) => part).join(' · ')),
		note ? el('span', { class: 'badge' }, note) : null));
	return { content, image, element };
}

/** Show the uploaded pictures among some cards; the cards are there without them. */
async function addPictures(cards, signal) {
	const found = await posters(cards.map((each) => each.content.ref), signal);
	for (const { content, image } of cards) {
		if (found[content.ref]) {
			setPicture(image, content, found[content.ref]);
		}
	}
}

/** Keep the focus where it is when the same controls are made anew. */
function render(context, ...children) {
	const focused = document.activeElement;
	const [id, name, value] = [focused?.id, focused?.name, focused?.value];
	context.render(...children);
	if (focused && !focused.isConnected && (id || name)) {
		context.main.querySelector(id ? '#' + CSS.escape(id) : '[name="' + name + '"][value="' + value + '"]')?.focus();
	}
}

export async function grid(context, wanted) {
	const state = { ...wanted, q: wanted.q?.trim() };
	const { signal } = context;
	const [, type] = entry(KINDS, state.kind);
	const [, sort] = entry(ORDERS, state.order);
	let page = await search({ q: state.q, type, sort, 'page-size': PAGE_SIZE }, signal);
	const list = el('ul', { class: 'grid' });
	const more = el('button', { type: 'button', onclick: () => next() }, 'Show more');
	const problem = el('div', {});
	const total = page.totalCount;

	async function add(found) {
		page = found;
		const cards = found.contents.map(card);
		list.append(...cards.map((each) => each.element));
		more.hidden = !found.next;
		await addPictures(cards, signal);
		return cards;
	}

	async function next() {
		more.disabled = true;
		problem.replaceChildren();
		try {
			const found = await follow(page, signal);
			const before = list.children.length;
			const added = add(found);
			list.children[before]?.firstElementChild.focus();
			await added;
		}
		catch (error) {
			if (!signal.aborted) {
				problem.replaceChildren(failure(error, next));
			}
		}
		more.disabled = false;
	}

	const text = state.q ? count(total, 'title', 'titles') + ' for “' + state.q + '”' : count(total, 'title', 'titles');
	const added = add(page);
	render(context, el('div', { class: 'head' },
		el('div', {}, el('h1', { tabindex: -1 }, state.q ? 'Search' : 'All titles'), el('p', { class: 'quiet', 'aria-live': 'polite' }, text)),
		controls(state)),
	total === 0 ? nothing(state) : list, problem, el('p', { class: 'more' }, more));
	await added;
}

function nothing(state) {
	return el('div', { class: 'nothing' }, el('h2', {}, 'Nothing found'),
		el('p', {}, 'No title has “' + (state.q ?? '') + '” in its name or plot. Try fewer letters, or another kind.'),
		el('a', { class: 'button', href: '#/' }, 'Show all titles'));
}
