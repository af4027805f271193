// Posters: the uploaded picture of a title or, without one, a drawing that is made of its reference and is always the same.

import { el, svg } from './dom.js';

// Each: background, three colours of shapes; the first is dark enough for white text.
const PALETTES = [
	['#14342b', '#bbdfc5', '#ff6f59', '#43aa8b'],
	['#1d2f6f', '#fac748', '#8390fa', '#f88dad'],
	['#3c1642', '#086375', '#1dd3b0', '#affc41'],
	['#5f0f40', '#fb8b24', '#e36414', '#9a031e'],
	['#0b3954', '#bfd7ea', '#ff6663', '#e0ff4f'],
	['#2f2d2e', '#f0a202', '#d95d39', '#a5c4d4'],
	['#22395b', '#f4d8cd', '#edb183', '#c1666b'],
	['#283d3b', '#edddd4', '#c44536', '#197278'],
	['#472d30', '#ffe1a8', '#e26d5c', '#c9cba3'],
	['#10454f', '#bde038', '#a3ab78', '#f2f0e6']
];

/** Create a source of numbers from 0 to 1 that always gives the same ones for a text. */
function numbers(text) {
	let state = 2166136261;
	for (const character of text) {
		state = Math.imul(state ^ character.codePointAt(0), 16777619);
	}
	return () => {
		state = Math.imul(state ^ (state >>> 15), 2246822507);
		state = Math.imul(state ^ (state >>> 13), 3266489909);
		state ^= state >>> 16;
		return (state >>> 0) / 4294967296;
	};
}

function tiles(next, colours) {
	const shapes = [];
	const size = 50;
	for (let x = 0; x < 4; x++) {
		for (let y = 0; y < 4; y++) {
			const fill = colours[1 + Math.floor(next() * 3)];
			const turn = 90 * Math.floor(next() * 4);
			const place = 'translate(' + (x * size + 25) + ' ' + (y * size + 25) + ') rotate(' + turn + ')';
			const form = Math.floor(next() * 5);
			if (form === 0) {
				shapes.push(svg('circle', { r: 25, fill, transform: place }));
			}
			else if (form === 1) {
				shapes.push(svg('path', { d: 'M-25-25h50a50 50 0 0 1-50 50z', fill, transform: place }));
			}
			else if (form === 2) {
				shapes.push(svg('path', { d: 'M-25-25h50L-25 25z', fill, transform: place }));
			}
			else if (form === 3) {
				shapes.push(svg('path', { d: 'M-25 0a25 25 0 0 1 50 0z', fill, transform: place }));
			}
		}
	}
	return shapes;
}

function hills(next, colours) {
	const shapes = [svg('circle', { cx: 50 + next() * 100, cy: 50 + next() * 40, r: 22 + next() * 18, fill: colours[1] })];
	for (let layer = 0; layer < 4; layer++) {
		const y = 110 + layer * 36;
		const swing = 20 + next() * 30;
		shapes.push(svg('path', { d: 'M0 ' + y + 'C50 ' + (y - swing) + ' 80 ' + (y + swing) + ' 120 ' + y + 'S180 ' + (y - swing)
			+ ' 200 ' + (y - 8) + 'V300H0z', fill: colours[2 + layer % 2], opacity: 0.55 + layer * 0.15 }));
	}
	return shapes;
}

function rings(next, colours) {
	const x = 40 + next() * 120;
	const y = 50 + next() * 90;
	return [7, 6, 5, 4, 3, 2, 1].map((ring) => svg('circle', { cx: x, cy: y, r: ring * 22,
		fill: colours[ring % 2 ? 1 + Math.floor(ring / 2) % 3 : 0] }));
}

function rays(next, colours) {
	const x = 60 + next() * 80;
	const count = 9 + Math.floor(next() * 6);
	const shapes = [];
	for (let ray = 0; ray < count; ray++) {
		const angle = Math.PI * (1 + (ray + 0.15) / count);
		const end = Math.PI * (1 + (ray + 0.7) / count);
		shapes.push(svg('path', { d: 'M' + x + ' 190L' + (x + 320 * Math.cos(angle)) + ' ' + (190 + 320 * Math.sin(angle)) + 'L'
			+ (x + 320 * Math.cos(end)) + ' ' + (190 + 320 * Math.sin(end)) + 'z', fill: colours[1 + ray % 2] }));
	}
	return [...shapes, svg('circle', { cx: x, cy: 190, r: 40 + next() * 20, fill: colours[3] })];
}

const DRAWINGS = [tiles, hills, rings, rays];

function drawing(content) {
	const next = numbers(content.ref ?? content.title);
	const colours = PALETTES[Math.floor(next() * PALETTES.length)];
	const draw = DRAWINGS[Math.floor(next() * DRAWINGS.length)];
	const band = svg('rect', { y: 200, width: 200, height: 100, fill: colours[0] });
	return [svg('svg', { viewBox: '0 0 200 300', preserveAspectRatio: 'xMidYMid slice', 'aria-hidden': 'true' },
		svg('rect', { width: 200, height: 300, fill: colours[0] }), draw(next, colours), band),
	el('span', { class: 'lettering', 'aria-hidden': 'true' }, content.title)];
}

/** Create the poster of a title; it is decoration, as the title stands beside it. */
export function poster(content, picture) {
	const element = el('div', { class: 'poster' });
	setPicture(element, content, picture);
	return element;
}

/** Show a picture in the place of the drawing, or the drawing if there is none. */
export function setPicture(element, content, picture) {
	element.replaceChildren(...(picture ? [el('img', { src: picture, alt: '', loading: 'lazy' })] : drawing(content)));
}

const LARGEST = { width: 800, height: 1200 };

/**
 * Make a JPEG of a picture, scaled down to what a poster needs; whatever else the file
 * tells, such as the place where a photograph was taken, is left out.
 */
export async function scaled(file) {
	const bitmap = await createImageBitmap(file);
	const scale = Math.min(1, Math.max(LARGEST.width / bitmap.width, LARGEST.height / bitmap.height));
	const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
	const context = canvas.getContext('2d');
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	bitmap.close();
	return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}
