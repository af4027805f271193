// The form of a title, new or not. An edit is stored only on the version that it began with.

import { address, el, field, tell } from './dom.js';
import { create, read, remove, update } from './client.js';
import { conflict } from './conflict.js';
import { failure } from './failure.js';
import { FIELDS, same } from './fields.js';

/** Create the controls, and a function that returns what they hold as a copy of the content. */
function controls(content) {
	const inputs = Object.entries(FIELDS).map(([name, each]) => {
		const input = each.control();
		if (each.toggle) {
			input.checked = each.show(content[name]);
		}
		else {
			input.value = each.show(content[name]);
		}
		return [name, input];
	});
	const elements = inputs.map(([name, input]) => FIELDS[name].toggle
		? el('label', { class: 'inline' }, input, FIELDS[name].label) : field(FIELDS[name].label, input));
	return { elements, values: () => values(content, inputs) };
}

function values(content, inputs) {
	const result = { ...content };
	for (const [name, input] of inputs) {
		const value = FIELDS[name].read(FIELDS[name].toggle ? input.checked : input.value);
		if (!same(name, value, content[name])) {
			result[name] = value;
		}
	}
	return result;
}

/** Create a form that stores what it holds, and tells why if that fails. */
function form(content, save, ...further) {
	const { elements, values: held } = controls(content);
	const problem = el('div', {});
	const button = el('button', { class: 'main' }, 'Save');
	const store = async () => {
		button.disabled = true;
		problem.replaceChildren();
		try {
			await save(held());
		}
		catch (error) {
			problem.replaceChildren(failure(error));
		}
		button.disabled = false;
	};
	return el('form', { class: 'edit', onsubmit: (event) => {
		event.preventDefault();
		store();
	} }, further, elements, problem, el('p', { class: 'actions' }, button,
		el('a', { class: 'button', href: content.ref ? address('title/' + content.ref) : '#/' }, 'Cancel')));
}

export async function edit(context, ref) {
	const content = await read(ref, context.signal);
	const save = async (mine) => {
		const stored = await storeOn(content, mine);
		if (stored) {
			location.hash = address('title/' + ref);
		}
	};
	const dialog = deletion(content);
	context.render(el('h1', { tabindex: -1 }, 'Edit ' + content.title), form(content, save),
		el('section', { class: 'danger' }, el('h2', {}, 'Delete'), el('p', { class: 'quiet' }, 'The title is removed from the catalogue for good.'),
			el('button', { type: 'button', class: 'bad', onclick: () => dialog.showModal() }, 'Delete this title')), dialog);
}

/** Store a change; if somebody else was faster, ask what shall hold. Returns undefined if nothing was stored. */
async function storeOn(base, mine) {
	try {
		const stored = await update(mine, base.version);
		tell('Saved.');
		return stored;
	}
	catch (error) {
		if (error.status !== 412) {
			throw error;
		}
	}
	const theirs = await read(base.ref);
	const merged = await conflict(base, mine, theirs);
	if (merged === undefined) {
		return undefined;
	}
	if (merged === theirs) {
		tell('Your changes were dropped.');
		return theirs;
	}
	return storeOn(theirs, merged);
}

function deletion(content) {
	const problem = el('div', {});
	const confirm = async () => {
		try {
			await remove(content.ref);
			tell('“' + content.title + '” is deleted.');
			location.hash = '#/';
		}
		catch (error) {
			problem.replaceChildren(failure(error));
		}
	};
	const dialog = el('dialog', { 'aria-labelledby': 'delete-title' }, el('h2', { id: 'delete-title' }, 'Delete “' + content.title + '”?'),
		problem, el('p', { class: 'actions' }, el('button', { type: 'button', onclick: () => dialog.close() }, 'Keep'),
			el('button', { type: 'button', class: 'bad main', onclick: confirm }, 'Delete')));
	return dialog;
}

export function make(context) {
	const type = el('select', { name: 'type' }, el('option', { value: 'movie' }, 'Film'), el('option', { value: 'show' }, 'Series'));
	const save = async (content) => {
		const created = await create({ ...content, type: type.value });
		tell('Saved.');
		location.hash = address('title/' + created.ref);
	};
	context.render(el('h1', { tabindex: -1 }, 'New title'), form({ active: true }, save, field('Kind', type)));
}
