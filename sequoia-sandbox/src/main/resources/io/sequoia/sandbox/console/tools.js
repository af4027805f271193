// The switches of faults, the query builder, and the view of the API.

import { address, attempt, change, choice, details, el, json, labelled, overview, read, select, table, tell } from './page.js';

const KINDS = [['status', 'answer with a status'], ['delay', 'answer late'], ['reset', 'reset the connection'],
	['truncated', 'send half of the body']];

const OPERATIONS = {
	REGISTRY: 'get the list of services', TOKEN: 'get a token', IDENTITY: 'other calls of the identity service',
	DESCRIPTOR: 'get a descriptor', READ: 'read by refs', BROWSE: 'browse by criteria', STORE: 'store (POST)',
	UPDATE: 'update (PUT)', DELETE: 'delete', OTHER: 'business endpoints and unknown paths'
};

export async function faults(view) {
	const pending = el('div', {});
	const operation = select(Object.entries(OPERATIONS).map(([key, text]) => [key, key + ': ' + text]), 'BROWSE');
	const kind = select(KINDS, 'status', () => fit());
	const number = (value, min, max) => el('input', { type: 'number', value, min, max });
	const times = number(1, 1, 1000);
	const status = number(503, 200, 599);
	const retryAfter = number('', 0, 600000);
	const delay = number(0, 0, 600000);
	const latency = number(0, 0, 600000);
	const applied = el('input', { type: 'checkbox' });

	function fit() {
		status.disabled = kind.value !== 'status';
		retryAfter.disabled = kind.value !== 'status';
	}

	function show(answer) {
		latency.value = answer.latency;
		const rows = answer.operations.flatMap((each) => each.pending.map((fault) =>
			[each.operation + ': ' + OPERATIONS[each.operation], String(fault.times), fault.fault]));
		pending.replaceChildren(rows.length === 0 ? el('p', {}, 'There are no faults. All requests are answered correctly.')
			: table('Faults that have not happened yet, in the order in which they happen for each operation',
				['Operation', 'Number of requests', 'Fault'], rows));
	}

	const add = (event) => {
		event.preventDefault();
		attempt(async () => {
			const byStatus = kind.value === 'status';
			show(await change('faults', { operation: operation.value, kind: kind.value, times: times.value,
				delay: delay.value || '0', afterApplying: applied.checked,
				...(byStatus ? { status: status.value, retryAfter: retryAfter.value } : {}) }));
			tell('Added: this fault happens to ' + (times.value === '1' ? '1 request' : times.value + ' requests')
				+ ' of the operation ' + operation.value + '.');
		});
	};
	const action = (path, message) => () => attempt(async () => {
		show(await change(path));
		tell(message);
	});
	const slow = (event) => {
		event.preventDefault();
		attempt(async () => {
			show(await change('latency', { millis: latency.value || '0' }));
			tell('Each answer now takes ' + latency.value + ' ms or more.');
		});
	};
	view.append(
		el('form', { onsubmit: add }, labelled('Operation', operation), labelled('Number of requests', times),
			labelled('Fault', kind), labelled('Status', status), labelled('Retry-After in seconds', retryAfter),
			labelled('Delay in ms', delay), labelled('Apply the request first', applied),
			el('button', { class: 'main' }, 'Add')),
		pending,
		el('form', { onsubmit: slow }, labelled('Time that each answer takes, in ms', latency), el('button', {}, 'Set')),
		el('form', { onsubmit: (event) => event.preventDefault() },
			el('button', { type: 'button', onclick: action('faults/clear', 'All faults are removed.') }, 'Remove all faults'),
			el('button', { type: 'button', onclick: action('tokens/revoke', 'All tokens are revoked. The next request with one of them is answered with status 401.') },
				'Revoke all tokens')));
	fit();
	show(await read('faults'));
}

// The criteria so far, and the resources that they are for; they stay while another field is chosen.
let built = { key: '', criteria: [] };

export async function query(view, state) {
	const go = (changed) => {
		location.hash = address('query', changed);
	};
	const chosen = await choice(state, go);
	const place = { service: chosen.service, resource: chosen.resource, owner: chosen.owner };
	const filters = Object.values(chosen.described.filters).filter((filter) => filter.type === 'with');
	const filter = filters.find((each) => each.name === state.filter) ?? filters[0];
	const which = { service: place.service, resource: place.resource, owner: place.owner, filter: filter.name };
	const operators = (await read('criterion', which)).operators;
	const operator = select(operators, operators[0]);
	const values = el('textarea', { rows: 3 });
	const result = el('div', {});
	const key = JSON.stringify(place);
	if (built.key !== key) {
		built = { key, criteria: [] };
	}
	const keep = async (criteria) => {
		await run(place, criteria, result, (without) => attempt(() => keep(without)));
		built = { key, criteria };
	};
	const build = (event) => {
		event.preventDefault();
		attempt(async () => keep([...built.criteria, await read('criterion', { ...which, operator: operator.value,
			value: values.value.split('\n').map((line) => line.trim()).filter((line) => line) })]));
	};
	view.append(el('form', { onsubmit: build }, chosen.controls,
		labelled('Field', select(filters.map((each) => [each.name, each.fieldNamePath]), filter.name,
			(event) => go({ ...place, filter: event.target.value }))),
		labelled('Operator', operator), labelled('Values (' + filter.valueType + '), one per line', values),
		el('button', { class: 'main' }, 'Add and run')), result);
	if (built.criteria.length > 0) {
		await keep(built.criteria);
	}
}

/** Show criteria that hold together, each to be removed, as one request and one expression, and what they find. */
async function run(place, criteria, result, change) {
	if (criteria.length === 0) {
		result.replaceChildren(el('p', {}, 'There are no criteria yet.'));
		return;
	}
	const parameters = {};
	criteria.forEach((each) => (parameters[each.parameter] ??= []).push(each.value));
	const found = await read('data/' + place.service + '/' + place.resource,
		{ ...parameters, owner: place.owner, count: 'true', perPage: 20 });
	const [first, ...further] = criteria;
	result.replaceChildren(el('h2', {}, 'Criteria'),
		el('ul', {}, criteria.map((each, index) => el('li', {}, el('code', {}, each.parameter + '=' + each.value), ' ',
			el('button', { type: 'button', 'aria-label': 'Remove ' + each.parameter + '=' + each.value,
				onclick: () => change(criteria.toSpliced(index, 1)) }, 'Remove')))),
		el('h2', {}, 'Request'),
		el('pre', { tabindex: 0 }, first.request + further.map((each) => each.request.substring(each.request.indexOf('&'))).join('')),
		el('h2', {}, 'Code'), el('pre', { tabindex: 0 }, first.code + further.map((each) => '\n\t' + each.further).join('')),
		table(found.meta.totalCount + ' found; the first 20 are shown', ['Ref', 'Title'], found[place.resource].map((each) => [
			el('a', { href: address('catalogue', { ...place, ref: each.ref }) }, each.ref), each.title ?? each.name])));
}

export async function api(view, state) {
	const services = (await overview()).services;
	const service = services.find((each) => each.name === state.service) ?? services[0];
	view.append(el('form', { onsubmit: (event) => event.preventDefault() }, labelled('Service',
		select(services.map((each) => each.name), service.name, (event) => {
			location.hash = address('api', { service: event.target.value });
		}))));
	const described = await read('openapi/' + encodeURIComponent(service.name));
	view.append(el('p', {}, described.info.description + '. As a file: ',
		el('code', {}, described.servers[0].url + '/openapi.json')), el('h2', {}, 'Operations'));
	for (const [path, operations] of Object.entries(described.paths)) {
		for (const [method, operation] of Object.entries(operations)) {
			view.append(details(method.toUpperCase() + ' ' + path + ': ' + operation.summary, () => [
				table('Parameters', ['Name', 'In', 'Required', 'Description'], (operation.parameters ?? []).map((each) =>
					[each.name, each.in, each.required ? 'yes' : 'no', each.description])),
				table('Answers', ['Status', 'Description'], Object.entries(operation.responses ?? {}).map(([status, each]) =>
					[status, each.description]))]));
		}
	}
	view.append(el('h2', {}, 'Resources'));
	for (const [name, schema] of Object.entries(described.components.schemas)) {
		view.append(details(name, () => [json(schema)]));
	}
}
