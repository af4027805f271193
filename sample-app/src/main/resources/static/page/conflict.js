// Two people changed the same title: what the other one changed, beside what this one has, and which shall hold.

import { el } from './dom.js';
import { FIELDS, same } from './fields.js';
import { date } from './text.js';

function shown(name, value) {
	if (FIELDS[name].toggle) {
		return FIELDS[name].show(value) ? 'Yes' : 'No';
	}
	const text = String(FIELDS[name].show(value));
	return text || 'nothing';
}

/** Create the two values of a field to choose from. */
function choice(name, mine, theirs, changed) {
	const option = (value, title, content, checked) => el('label', { class: 'option' },
		el('input', { type: 'radio', name, value, checked }), el('span', {}, el('strong', {}, title), el('span', {}, shown(name, content))));
	return el('fieldset', { class: 'versions' }, el('legend', {}, FIELDS[name].label),
		option('theirs', 'Theirs', theirs[name], true),
		option('mine', changed ? 'Yours' : 'As it was, unchanged by you', mine[name], false));
}

/** Combine: all that the other one stored, with what this one changed and wants to hold. */
function merge(base, mine, theirs, overwritten) {
	const result = { ...theirs };
	for (const name of Object.keys(FIELDS)) {
		const changedByMe = !same(name, mine[name], base[name]);
		const changedByThem = !same(name, theirs[name], base[name]);
		if (changedByThem ? overwritten.has(name) : changedByMe) {
			result[name] = mine[name];
		}
	}
	return result;
}

/**
 * Ask for each field that somebody else changed meanwhile which value shall hold. Other
 * fields of the other version are kept as they are.
 * @returns {Promise<object|undefined>} what to store on the other version, that version
 * itself if nothing of this one shall hold, or undefined to go on editing
 */
export function conflict(base, mine, theirs) {
	const changed = Object.keys(FIELDS).filter((name) => !same(name, theirs[name], base[name]) && !same(name, theirs[name], mine[name]));
	if (changed.length === 0) {
		return Promise.resolve(merge(base, mine, theirs, new Set()));
	}
	return new Promise((resolve) => {
		let result;
		const finish = (value) => {
			result = value;
			dialog.close();
		};
		const form = el('form', { onsubmit: (event) => {
			event.preventDefault();
			finish(merge(base, mine, theirs, new Set(changed.filter((name) => new FormData(form).get(name) === 'mine'))));
		} },
		el('h2', { id: 'conflict-title' }, 'Somebody else changed this title'),
		el('p', { id: 'conflict-text' }, 'While you were editing, ' + (changed.length === 1 ? 'one field was' : changed.length + ' fields were')
			+ ' changed (' + date(theirs.updatedAt) + '). Nothing of yours is stored yet. Choose what shall hold.'),
		changed.map((name) => choice(name, mine, theirs, !same(name, mine[name], base[name]))),
		el('p', { class: 'actions' }, el('button', { class: 'main' }, 'Save this choice'),
			el('button', { type: 'button', onclick: () => finish(merge(base, mine, theirs, new Set(changed))) }, 'Overwrite with all of mine'),
			el('button', { type: 'button', onclick: () => finish(theirs) }, 'Take over theirs, drop mine'),
			el('button', { type: 'button', onclick: () => finish(undefined) }, 'Go on editing')));
		const dialog = el('dialog', { 'aria-labelledby': 'conflict-title', 'aria-describedby': 'conflict-text', onclose: () => {
			dialog.remove();
			resolve(result);
		} }, form);
		document.body.append(dialog);
		dialog.showModal();
	});
}
