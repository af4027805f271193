// The live log of requests, read on from a cursor.

import { el, json, labelled, read, tell } from './page.js';

const KEPT = 500;

const INTERVAL = 1000;

const HEADS = ['Time', 'Request', 'Operation', 'Status', 'ms', 'Correlation id'];

export async function requests(view, state, signal) {
	let entries = [];
	let next;
	let first = 0;
	let failed = false;
	const filter = el('input', { type: 'search', oninput: () => show() });
	const follow = el('input', { type: 'checkbox', checked: true });
	const summary = el('caption', {});
	const body = el('tbody', {});
	const detail = el('section', { 'aria-labelledby': 'detail', hidden: true });
	view.append(
		el('form', { role: 'search', onsubmit: (event) => event.preventDefault() },
			labelled('Filter by method, path, status or correlation id', filter), labelled('Show new requests', follow)),
		el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Table of requests' }, el('table', {}, summary,
			el('thead', {}, el('tr', {}, HEADS.map((head) => el('th', { scope: 'col' }, head)))), body)),
		detail);

	function matches(entry) {
		const text = [entry.method, entry.uri, entry.operation, status(entry), entry.correlationId].join(' ');
		return filter.value.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
	}

	function open(entry) {
		detail.hidden = false;
		const heading = el('h2', { id: 'detail', tabindex: -1 }, 'Request ' + entry.number);
		detail.replaceChildren(heading, el('p', {}, el('code', {}, entry.method + ' ' + entry.uri)),
			el('p', {}, 'Status ' + status(entry) + ' after ' + entry.millis + ' ms, ' + entry.time), el('h2', {}, 'Headers'),
			json(entry.headers));
		heading.focus();
	}

	function show() {
		const shown = entries.filter(matches);
		summary.textContent = shown.length + ' of the last ' + entries.length + ' requests, newest first';
		const rows = new Map([...body.children].map((row) => [row.dataset.number, row]));
		const wanted = shown.map((entry) => rows.get(String(entry.number)) ?? row(entry)).reverse();
		wanted.forEach((each, index) => {
			if (body.children[index] !== each) {
				body.insertBefore(each, body.children[index] ?? null);
			}
		});
		while (body.children.length > wanted.length) {
			body.lastElementChild.remove();
		}
	}

	function row(entry) {
		const bad = entry.status === 0 || entry.status >= 400;
		return el('tr', { 'data-number': entry.number }, el('td', {}, entry.time.substring(11, 23)),
			el('td', {}, el('button', { type: 'button', onclick: () => open(entry) }, entry.method + ' ' + entry.path)),
			el('td', {}, entry.operation), el('td', { class: bad ? 'bad' : null }, status(entry)),
			el('td', { class: 'number' }, entry.millis), el('td', {}, el('code', {}, entry.correlationId)));
	}

	async function poll() {
		const part = await read('requests', { after: next });
		next = part.next;
		if (part.requests.length > 0 || part.first !== first) {
			first = part.first;
			entries = [...entries, ...part.requests].filter((entry) => entry.number >= first).slice(-KEPT);
			show();
		}
	}

	async function repeat() {
		if (signal.aborted) {
			return;
		}
		try {
			if (follow.checked && !document.hidden) {
				await poll();
				if (failed) {
					tell('');
				}
				failed = false;
			}
		}
		catch (error) {
			failed = true;
			tell(error.message);
		}
		setTimeout(repeat, INTERVAL);
	}

	show();
	await repeat();
}

function status(entry) {
	return entry.status === 0 ? 'no answer' : entry.status;
}
