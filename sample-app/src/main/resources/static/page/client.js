// The requests to this service. Failures are problem details (RFC 9457).

import { tell } from './dom.js';

/** A request that failed; status 0 means that there was no answer. */
export class Failure extends Error {

	constructor(status, problem) {
		super(problem.detail ?? problem.title ?? 'The service answered with ' + status);
		this.status = status;
		this.title = problem.title;
		this.correlationId = problem.correlationId;
	}

}

async function send(path, options = {}) {
	let response;
	try {
		response = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
	}
	catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		throw new Failure(0, { title: 'No answer', detail: 'The service cannot be reached. Check the connection and try again.' });
	}
	if (!response.ok) {
		throw new Failure(response.status, await response.json().catch(() => ({})));
	}
	return (response.status === 204) ? undefined : response.json();
}

function query(parameters) {
	const result = new URLSearchParams();
	for (const [name, value] of Object.entries(parameters)) {
		[value].flat().filter((each) => each !== undefined && each !== '').forEach((each) => result.append(name, each));
	}
	return result;
}

function contentPath(ref) {
	return 'contents/' + encodeURIComponent(ref);
}

export function search(parameters, signal) {
	return send('contents?' + query(parameters), { signal });
}

/** Read the page after one, whose address is in it. */
export function follow(page, signal) {
	const next = new URL(page.next);
	return send(next.pathname + next.search, { signal });
}

export function read(ref, signal) {
	return send(contentPath(ref), { signal, cache: 'no-cache' });
}

/** Read all parts of a content in their order, page by page. */
export async function parts(ref, signal) {
	const all = [];
	for (let page = 1; page; page++) {
		const found = await send(contentPath(ref) + '/parts?' + query({ sort: 'order', 'page-size': 100, page }), { signal });
		all.push(...found.contents);
		page = found.next ? page : -1;
	}
	return all;
}

function json(method, content, headers = {}) {
	return { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(content) };
}

export function create(content) {
	return send('contents', json('POST', content));
}

/** Replace a content, if it still has the version. */
export function update(content, version) {
	return send(contentPath(content.ref), json('PUT', content, { 'If-Match': '"' + version + '"' }));
}

export function remove(ref) {
	return send(contentPath(ref), { method: 'DELETE' });
}

/**
 * Read the addresses of the posters that this service has, by reference. Views are
 * complete without them, so a failure is told and no more.
 */
export async function posters(refs, signal) {
	if (refs.length === 0) {
		return {};
	}
	try {
		return await send('posters?' + query({ content: refs }), { signal });
	}
	catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		tell('Uploaded pictures cannot be shown: ' + error.message);
		return {};
	}
}

export function upload(ref, picture) {
	return send(contentPath(ref) + '/poster', { method: 'PUT', headers: { 'Content-Type': picture.type }, body: picture });
}
