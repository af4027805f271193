// What all views use to make elements. Data becomes text nodes and attributes only, never markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
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
	element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
		.map((child) => (child instanceof Node) ? child : String(child)));
	return element;
}

/** Create an element; a function as an attribute, such as onclick, is a listener. */
export function el(name, attributes = {}, ...children) {
	return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
	return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Create a control with its label above it, and a hint below. */
export function field(text, control, hint) {
	const id = control.id || (control.id = 'field-' + control.name);
	if (hint) {
		control.setAttribute('aria-describedby', id + '-hint');
	}
	return el('div', { class: 'field' }, el('label', { for: id }, text), control,
		hint ? el('p', { class: 'quiet', id: id + '-hint' }, hint) : null);
}

let hide;

/** Tell what was done, to those who see the page and to those who hear it. */
export function tell(message) {
	const status = document.getElementById('status');
	clearTimeout(hide);
	status.textContent = message;
	hide = setTimeout(() => {
		status.textContent = '';
	}, 6000);
}

/** Write the address of a view, with its state. */
export function address(path, parameters = {}) {
	const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
	return '#/' + path + (query ? '?' + query : '');
}
