// What all parts of the console use. Data becomes text nodes only, never markup.

const API = '/console/api/';

/** Create an element; a function as an attribute, such as onclick, is a listener. */
export function el(name, attributes = {}, ...children) {
	const element = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (typeof value === 'function') {
			element.addEventListener(key.substring(2), value);
		}
		else if (value === true) {
			element.setAttribute(key, '');
		}
		else if (value !== false && value !== null && value !== undefined) {
			element.setAttribute(key, String(value));
		}
	}
	element.append(...children.flat().map((child) => (child instanceof Node) ? child : String(child ?? '')));
	return element;
}

/** Create a control with its label. */
export function labelled(text, control) {
	control.dataset.label = text;
	return el('label', { class: control.type === 'checkbox' ? 'inline' : null },
		control.type === 'checkbox' ? [control, text] : [text, control]);
}

export function select(values, chosen, listener) {
	return el('select', listener ? { onchange: listener } : {}, values.map((value) => {
		const [key, title] = Array.isArray(value) ? value : [value, value];
		return el('option', { value: key, selected: key === chosen }, title);
	}));
}

/** Create a table; a cell is text or an element. */
export function table(caption, heads, rows) {
	return el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': caption }, el('table', {},
		el('caption', {}, caption),
		el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))),
		el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map((cell) => el('td', {}, cell)))))));
}

/** Create a summary whose details are made when it is opened for the first time. */
export function details(summary, content) {
	const element = el('details', {}, el('summary', {}, summary));
	element.addEventListener('toggle', () => element.append(...content()), { once: true });
	return element;
}

export function json(value) {
	return el('pre', { tabindex: 0 }, JSON.stringify(value, null, 2));
}

/** Write a link to a part of the console, with its state. */
export function address(part, parameters = {}) {
	const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
	return '#' + part + (query ? '?' + query : '');
}

export function tell(message) {
	document.getElementById('status').textContent = message;
}

/** Run work, and tell its failure. */
export async function attempt(work) {
	try {
		tell('');
		return await work();
	}
	catch (error) {
		tell(error.message);
		return undefined;
	}
}

export async function read(path, parameters = {}) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		for (const each of [value].flat()) {
			if (each !== '' && each !== null && each !== undefined) {
				query.append(name, each);
			}
		}
	}
	return ask(path + '?' + query, { headers: { Accept: 'application/json' } });
}

export async function change(path, body = {}) {
	return ask(path, {
		method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		body: JSON.stringify(body)
	});
}

/** Send a request; the browser's own words for a failure do not say what to do. */
async function ask(path, options) {
	const response = await fetch(API + path, options).catch(() => {
		throw new Error('The sandbox does not answer. Is it still running?');
	});
	const body = await response.json().catch(() => undefined);
	if (!response.ok || !body) {
		throw new Error(body?.message ?? 'The sandbox answered with status ' + response.status + '.');
	}
	return body;
}

let known;

/** Return the overview, which is read once for what does not change. */
export function overview() {
	known ??= read('overview').catch((error) => {
		known = undefined;
		throw error;
	});
	return known;
}

/** Create the selects of a service, its resources and the owner. */
export async function choice(chosen, listener) {
	const all = await overview();
	const service = all.services.find((each) => each.name === chosen.service)
		?? all.services.find((each) => each.name === 'metadata') ?? all.services[0];
	const resource = service.resources.includes(chosen.resource) ? chosen.resource
		: (service.resources.includes('contents') ? 'contents' : service.resources[0]);
	const owner = all.owners.some((each) => each.name === chosen.owner) ? chosen.owner : all.owners[0].name;
	const result = { service: service.name, resource, owner };
	const changed = (name) => (event) => listener({ ...result, [name]: event.target.value });
	const descriptor = await read('descriptor/' + encodeURIComponent(service.name));
	return {
		...result,
		described: descriptor.resourcefuls[resource],
		controls: [
			labelled('Service', select(all.services.map((each) => each.name), service.name, changed('service'))),
			labelled('Resources', select(service.resources, resource, changed('resource'))),
			labelled('Owner', select(all.owners.map((each) => each.name), owner, changed('owner')))
		]
	};
}
