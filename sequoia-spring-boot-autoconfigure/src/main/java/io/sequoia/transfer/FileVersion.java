package io.sequoia.transfer;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * One version of a file at its source, whose parts belong together.
 *
 * @param validator the text that differs between versions: a strong {@code ETag}, or a
 * {@code Last-Modified} that is so old that a second change would have another one
 * @param length the length of the file
 */
record FileVersion(String validator, long length) {

	private static final Duration SETTLED = Duration.ofSeconds(60);

	/**
	 * Find the validator of an answer.
	 * @param headers the headers of the answer
	 * @return the validator, or {@code null} if nothing tells versions apart with
	 * certainty
	 */
	static @Nullable String validator(HttpHeaders headers) {
		String etag = headers.getFirst(HttpHeaders.ETAG);
		if (etag != null) {
			return (etag.startsWith("\"") && etag.length() < 1024) ? etag : null;
		}
		String modified = headers.getFirst(HttpHeaders.LAST_MODIFIED);
		Instant changed = date(headers, HttpHeaders.LAST_MODIFIED);
		Instant now = date(headers, HttpHeaders.DATE);
		return (changed != null && now != null && !changed.isAfter(now.minus(SETTLED))) ? modified : null;
	}

	private static @Nullable Instant date(HttpHeaders headers, String name) {
		try {
			long millis = headers.getFirstDate(name);
			return (millis >= 0) ? Instant.ofEpochMilli(millis) : null;
		}
		catch (IllegalArgumentException ex) {
			return null; // no date, so nothing is known of versions
		}
	}

	/**
	 * Tell whether an answer with a part is of this version.
	 * @param headers the headers of the answer
	 * @param range the part
	 * @return {@code true} if it is
	 */
	boolean isOf(HttpHeaders headers, ContentRange range) {
		if (range.length() >= 0 && range.length() != this.length) {
			return false;
		}
		if (this.validator.startsWith("\"")) {
			return this.validator.equals(headers.getFirst(HttpHeaders.ETAG));
		}
		// may be left out of an answer to If-Range
		String modified = headers.getFirst(HttpHeaders.LAST_MODIFIED);
		return modified == null || this.validator.equals(modified);
	}

	/**
	 * Return the entity tag.
	 * @return the tag, or {@code null} if the validator is a date
	 */
	@Nullable String etag() {
		return this.validator.startsWith("\"") ? this.validator : null;
	}

}
