// The frame of the page: which view is shown. The address after # holds the whole state, so it can be bookmarked.

import { address } from './dom.js';
import { failure } from './failure.js';
import { grid } from './grid.js';
import { title } from './title.js';
import { edit, make } from './edit.js';

const main = document.getElementById('main');

const input = document.getElementById('q');

const DEBOUNCE = 200;

let leave;

let waiting;

let shown;

/** Decode a part of the address; one that somebody mistyped is taken as it is. */
function decoded(part) {
	try {
		return decodeURIComponent(part);
	}
	catch {
		return part;
	}
}

function place() {
	const [path, query] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
	const [view, ref, action] = path.split('/').map(decoded);
	return { view, ref, action, state: Object.fromEntries(new URLSearchParams(query ?? '')) };
}

function viewOf({ view, ref, action, state }) {
	if (view === 'new') {
		return (context) => make(context);
	}
	if (view === 'title' && ref) {
		return (context) => (action === 'edit') ? edit(context, ref) : title(context, ref);
	}
	return (context) => grid(context, state);
}

/** Show the view of the address. The focus goes to its heading, unless somebody types a search or changes the list. */
async function show(focus) {
	leave?.abort();
	leave = new AbortController();
	const { signal } = leave;
	const to = place();
	const from = shown;
	shown = to;
	const isGrid = to.view === '';
	if (!isGrid || document.activeElement !== input) {
		input.value = isGrid ? to.state.q ?? '' : '';
	}
	main.setAttribute('aria-busy', 'true');
	const context = { signal, main, from, again: () => show(true),
		render(...children) {
			if (!signal.aborted) {
				main.replaceChildren(...children);
			}
		} };
	try {
		await viewOf(to)(context);
	}
	catch (error) {
		if (error.name === 'AbortError' || signal.aborted) {
			return;
		}
		context.render(failure(error, context.again, 'h1'));
	}
	if (signal.aborted) {
		return;
	}
	main.removeAttribute('aria-busy');
	const heading = main.querySelector('h1');
	document.title = (heading && !isGrid ? heading.textContent + ' · ' : '') + 'Catalogue';
	const atControl = isGrid && from?.view === '' && document.activeElement !== main && main.contains(document.activeElement);
	if (focus && !atControl) {
		const back = isGrid && from?.ref
			? main.querySelector('a[href="' + CSS.escape(address('title/' + from.ref)) + '"]') : null;
		(back ?? heading ?? main).focus();
		if (!back) {
			scrollTo(0, 0);
		}
	}
}

/** Search while somebody types: one request for a pause, the address without a step of its history. */
function typed() {
	clearTimeout(waiting);
	waiting = setTimeout(() => {
		const { view, state } = place();
		const next = address('', { ...(view === '' ? state : {}), q: input.value.trim() });
		if (view === '') {
			history.replaceState(null, '', next);
			show(false);
		}
		else {
			location.hash = next;
		}
	}, DEBOUNCE);
}

input.addEventListener('input', typed);
document.getElementById('search').addEventListener('submit', (event) => event.preventDefault());
document.getElementById('skip').addEventListener('click', (event) => {
	event.preventDefault();
	main.focus();
});
addEventListener('hashchange', () => show(document.activeElement !== input));
show(false);
