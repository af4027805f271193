package io.sequoia.core;

import java.util.List;

import org.springframework.http.ETag;
import org.springframework.util.Assert;

/**
 * The version that the header {@code If-Match} of a request to the application demands,
 * for edits that must not overwrite another one. As the parameter of a controller method,
 * {@code @RequestHeader(HttpHeaders.IF_MATCH) IfMatch ifMatch}, it is converted by Spring
 * MVC and WebFlux without any set-up; a header that holds no single version is answered
 * with 400. Immutable.
 *
 * @param version the version, as resources have it, without quotes
 */
public record IfMatch(String version) {

	/**
	 * Create the demand for a version.
	 * @throws IllegalArgumentException if the version is empty
	 */
	public IfMatch {
		Assert.hasLength(version, "The version must not be empty");
	}

	/**
	 * Read the value of a header {@code If-Match}.
	 * @param header the value, one strong entity tag such as {@code "7"}
	 * @return the version that it demands
	 * @throws MalformedHeaderException if it holds no entity tag, several of them, a weak
	 * one or {@code *}
	 */
	public static IfMatch valueOf(String header) {
		List<ETag> tags = ETag.parse(header);
		if (tags.size() != 1 || tags.get(0).weak() || tags.get(0).isWildcard() || tags.get(0).tag().isEmpty()) {
			throw new MalformedHeaderException();
		}
		return new IfMatch(tags.get(0).tag());
	}

	/**
	 * The value of the header.
	 * @return the version in quotes
	 */
	@Override
	public String toString() {
		return "\"" + this.version + "\"";
	}

	/**
	 * A header {@code If-Match} demands no single version.
	 */
	public static final class MalformedHeaderException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		MalformedHeaderException() {
			super("If-Match must hold one version in quotes");
		}

	}

}
