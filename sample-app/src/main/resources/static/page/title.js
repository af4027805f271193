// One title: facts, poster with its upload, seasons and episodes.

import { address, el, tell } from './dom.js';
import { parts, posters, read, upload } from './client.js';
import { failure } from './failure.js';
import { poster, scaled, setPicture } from './poster.js';
import { count, date, genre, hindrance, kind, runningTime } from './text.js';

/** Read what a title belongs to, the series first. */
async function parents(content, signal) {
	const found = [];
	for (let ref = content.parentRef; ref && found.length < 3; ref = found[0].parentRef) {
		found.unshift(await read(ref, signal));
	}
	return found;
}

function facts(content) {
	const rows = [['First release', content.releaseYear], ['First aired', date(content.firstAiredAt)],
		['Running time', runningTime(content.duration)],
		['Age rating', content.ratings ? Object.entries(content.ratings).map((each) => each.join(' ')).join(', ') : undefined],
		['Available from', date(content.availabilityStartAt)], ['Available until', date(content.availabilityEndAt)],
		['Last change', date(content.updatedAt)], ['Reference', content.ref]];
	return el('dl', { class: 'facts' }, rows.filter(([, value]) => value !== undefined && value !== null && value !== '')
		.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

function uploader(content, image) {
	const problem = el('div', {});
	const file = el('input', { type: 'file', accept: 'image/*', class: 'hidden', tabindex: -1, 'aria-hidden': 'true',
		id: 'picture', onchange: () => send() });
	const button = el('button', { type: 'button', onclick: () => file.click() }, 'Upload a picture');

	async function send() {
		const [chosen] = file.files;
		file.value = '';
		if (!chosen) {
			return;
		}
		button.disabled = true;
		problem.replaceChildren();
		try {
			const picture = await scaled(chosen).catch(() => {
				throw new Error('“' + chosen.name + '” is not a picture that this browser can read. Choose a PNG or a JPEG.');
			});
			setPicture(image, content, (await upload(content.ref, picture))[content.ref]);
			tell('The picture is stored.');
		}
		catch (error) {
			problem.replaceChildren(failure(error));
		}
		button.disabled = false;
		button.focus();
	}

	return { controls: [button, file], problem };
}

function episodeList(episodes) {
	return el('ol', { class: 'episodes' }, episodes.map((episode) => el('li', {},
		el('span', { class: 'number', 'aria-hidden': 'true' }, episode.order ?? ''),
		el('span', {}, el('a', { href: address('title/' + episode.ref) }, episode.title),
			el('span', { class: 'quiet' }, date(episode.firstAiredAt) ?? '')),
		el('span', { class: 'quiet' }, runningTime(episode.duration) ?? ''))));
}

/** Create a season whose episodes are read when it is opened. */
function season(content, open, signal) {
	const body = el('div', {});
	let loaded = false;
	const load = async () => {
		loaded = true;
		try {
			const episodes = await parts(content.ref, signal);
			body.replaceChildren(episodes.length ? episodeList(episodes) : el('p', { class: 'quiet' }, 'No episodes yet.'));
		}
		catch (error) {
			loaded = false;
			if (!signal.aborted) {
				body.replaceChildren(failure(error, load));
			}
		}
	};
	const note = [content.releaseYear, content.numberOfChildren ? count(content.numberOfChildren, 'episode', 'episodes') : undefined];
	const element = el('details', { class: 'season', open, ontoggle: (event) => event.target.open && !loaded && load() },
		el('summary', {}, el('span', {}, 'Season ' + (content.order ?? '')),
			el('span', { class: 'quiet' }, note.filter((part) => part).join(' · '))), body);
	return { element, ready: open ? load() : undefined };
}

async function consistsOf(content, signal) {
	if (!['show', 'season'].includes(content.type)) {
		return [];
	}
	const found = await parts(content.ref, signal);
	if (found.length === 0) {
		return [];
	}
	if (content.type === 'season') {
		return [el('section', {}, el('h2', {}, 'Episodes'), episodeList(found))];
	}
	const seasons = found.map((each, index) => season(each, index === 0, signal));
	await Promise.all(seasons.map((each) => each.ready));
	return [el('section', {}, el('h2', {}, 'Seasons'), seasons.map((each) => each.element))];
}

export async function title(context, ref) {
	const { signal } = context;
	const content = await read(ref, signal);
	const [above, below, pictures] = await Promise.all([parents(content, signal), consistsOf(content, signal), posters([ref], signal)]);
	const image = poster(content, pictures[ref]);
	const picture = uploader(content, image);
	const note = hindrance(content);
	const line = [kind(content), content.releaseYear, runningTime(content.duration)].filter((part) => part).join(' · ');
	context.render(
		el('nav', { class: 'trail', 'aria-label': 'Place in the catalogue' }, el('ol', {},
			el('li', {}, el('a', { href: '#/' }, 'All titles')),
			above.map((each) => el('li', {}, el('a', { href: address('title/' + each.ref) }, each.title))))),
		el('article', { class: 'title' },
			el('div', { class: 'side' }, image, el('div', { class: 'actions' }, picture.controls)),
			el('div', { class: 'about' },
				el('p', { class: 'quiet' }, line),
				el('h1', { tabindex: -1 }, content.title),
				note ? el('p', {}, el('span', { class: 'badge' }, note)) : null,
				el('p', { class: 'synopsis' }, content.shortSynopsis ?? 'There is no description yet.'),
				content.categoryRefs?.length ? el('ul', { class: 'tags', 'aria-label': 'Genres' },
					content.categoryRefs.map((each) => el('li', {}, genre(each)))) : null,
				el('p', { class: 'actions' }, el('a', { class: 'button main', href: address('title/' + ref + '/edit') }, 'Edit')),
				picture.problem, facts(content))),
		...below);
}
