// Pictures of a resource. Only files that the sandbox itself serves are loaded; for others a picture is drawn.

import { address, el } from './page.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';

const HUES = 12;

/** Create the pictures among the files of a resource, each with the address of its file. */
export function pictures(place, assets) {
	const images = assets.filter((asset) => asset.type === 'image' && typeof asset.url === 'string');
	return images.length === 0 ? '' : el('div', { class: 'pictures' }, images.map((asset) => el('figure', {}, picture(asset),
		el('figcaption', {}, el('a', { href: address('catalogue', { ...place, resource: 'assets', ref: asset.ref }) },
			asset.title ?? asset.name), el('br'), local(asset) ? '' : 'drawn for ', el('code', {}, asset.url)))));
}

function local(asset) {
	return URL.canParse(asset.url) && new URL(asset.url).origin === location.origin;
}

function picture(asset) {
	if (!local(asset)) {
		return drawn(asset.ref);
	}
	const url = new URL(asset.url);
	return el('img', { src: url.pathname + url.search, alt: asset.title ?? asset.name });
}

/** Draw circles in colours that follow from a text, so that each picture can be told from the others. */
function drawn(text) {
	const seed = [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
	const part = (name, attributes, ...children) => {
		const element = document.createElementNS(NAMESPACE, name);
		Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
		element.append(...children);
		return element;
	};
	const colour = (index, light) => 'hsl(' + ((seed >>> (index * 5)) % HUES) * (360 / HUES) + ' 55% ' + light + '%)';
	return part('svg', { viewBox: '0 0 120 80', 'aria-hidden': 'true' },
		part('rect', { width: 120, height: 80, fill: colour(0, 25) }),
		...[0, 1, 2].map((index) => part('circle', { cx: 20 + (seed >>> (index * 7)) % 80, cy: 15 + (seed >>> (index * 3)) % 50,
			r: 30 - index * 9, fill: colour(index + 1, 45 + index * 12) })));
}
