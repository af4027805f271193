// Failures as a person wants them: what happened, what to do, and the number to quote.

import { el, tell } from './dom.js';

const TITLES = {
	0: 'The service does not answer', 404: 'Not found', 502: 'The catalogue has a problem',
	503: 'The catalogue is not available', 504: 'The catalogue is too slow'
};

const TEXTS = {
	404: 'It does not exist any more: somebody may have deleted it, or the address is wrong.'
};

const ADVICE = {
	502: 'It is not your doing. Try again later.', 503: 'It is usually over in a moment. Try again.',
	504: 'It is usually over in a moment. Try again.'
};

/** Create the message of a failure; with a retry it has a button for it. */
export function failure(error, retry, heading = 'h2') {
	const id = error.correlationId;
	const message = TEXTS[error.status] ?? error.message.replace(', correlation id ' + id, '');
	return el('div', { class: 'failure', role: 'alert' },
		el(heading, { tabindex: -1 }, TITLES[error.status] ?? 'That did not work'),
		el('p', {}, message, ADVICE[error.status] ? ' ' + ADVICE[error.status] : ''),
		id ? el('p', { class: 'quote' }, 'If you ask for help, quote ', el('code', {}, id), ' ',
			el('button', { type: 'button', class: 'small', onclick: () => copy(id) }, 'Copy')) : null,
		retry ? el('button', { type: 'button', class: 'main', onclick: retry }, 'Try again') : null);
}

async function copy(text) {
	try {
		await navigator.clipboard.writeText(text);
		tell('Copied.');
	}
	catch {
		tell('The browser does not allow to copy. Select the number instead.');
	}
}
