// The fields of a title that can be edited.

import { el } from './dom.js';
import { minutes } from './text.js';

const whole = (value) => (value === '') ? undefined : Number(value);

const text = (value) => value.trim() || undefined;

/** The fields that can be edited: label, control, how it is shown in the control and read from it. */
export const FIELDS = {
	title: { label: 'Title', control: () => el('input', { name: 'title', required: true, maxlength: 200, autocomplete: 'off' }),
		show: (value) => value ?? '', read: text },
	shortSynopsis: { label: 'Plot in a sentence', control: () => el('textarea', { name: 'shortSynopsis', rows: 3 }),
		show: (value) => value ?? '', read: text },
	releaseYear: { label: 'Year of the first release', control: () => el('input', { name: 'releaseYear', type: 'number', min: 1880, max: 2100 }),
		show: (value) => value ?? '', read: whole },
	duration: { label: 'Running time in minutes', control: () => el('input', { name: 'duration', type: 'number', min: 1, max: 6000 }),
		show: (value) => minutes(value) ?? '', read: (value) => value === '' ? undefined : 'PT' + value + 'M' },
	active: { label: 'In use', control: () => el('input', { name: 'active', type: 'checkbox' }), toggle: true,
		show: (value) => value !== false, read: (value) => value }
};

/** Tell whether two values of a field are the same to a reader. */
export function same(name, one, other) {
	return FIELDS[name].show(one) === FIELDS[name].show(other);
}
