// How values are written for people.

const KINDS = { movie: 'Film', show: 'Series', season: 'Season', episode: 'Episode', collection: 'Collection', clip: 'Clip',
	brand: 'Brand', station: 'Station', folder: 'Folder', version: 'Version' };

export function kind(content) {
	return KINDS[content.type] ?? content.type;
}

/** Convert a duration such as PT1H36M to whole minutes. */
export function minutes(duration) {
	const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration ?? '');
	return parts ? Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0) + Math.round(Number(parts[3] ?? 0) / 60) : undefined;
}

export function runningTime(duration) {
	const total = minutes(duration);
	if (!total) {
		return undefined;
	}
	const hours = Math.floor(total / 60);
	return [hours ? hours + ' h' : '', total % 60 ? total % 60 + ' min' : ''].filter((part) => part).join(' ');
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export function date(instant) {
	return instant ? DATE.format(new Date(instant)) : undefined;
}

/** Tell whether a title may be shown today, if not why. */
export function hindrance(content) {
	const now = Date.now();
	if (content.active === false) {
		return 'Not in use';
	}
	if (content.availabilityStartAt && Date.parse(content.availabilityStartAt) > now) {
		return 'Not available yet';
	}
	if (content.availabilityEndAt && Date.parse(content.availabilityEndAt) < now) {
		return 'No longer available';
	}
	return undefined;
}

export function genre(ref) {
	const name = ref.substring(ref.indexOf(':') + 1).replace(/^genre-/, '').replaceAll('-', ' ');
	return name.charAt(0).toUpperCase() + name.substring(1);
}

export function count(number, one, many) {
	return number + ' ' + (number === 1 ? one : many);
}
