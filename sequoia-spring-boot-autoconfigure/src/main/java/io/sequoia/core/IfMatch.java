package io.sequoia.core;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.http.ETag;
import org.springframework.util.Assert;

/**
 * The version in the header {@code If-Match} of a request to the application, for changes
 * that must not overwrite another change. As the parameter of a controller method,
 * {@code @RequestHeader(HttpHeaders.IF_MATCH) IfMatch ifMatch}, it is converted by Spring
 * MVC and WebFlux without configuration; a header without a single version is answered
 * with 400. As JSON, and so in descriptions of the application's API, it is the text of
 * the header. Immutable.
 *
 * @param version the version of the resource, without quotes
 */
public record IfMatch(String version) {

	/**
	 * Create the demand for a version.
	 * @throws IllegalArgumentException if the version is empty
	 */
	@JsonCreator(mode = JsonCreator.Mode.DISABLED)
	public IfMatch {
		Assert.hasLength(version, "The version must not be empty");
	}

	/**
	 * Read the value of a header {@code If-Match}.
	 * @param header the value, one strong entity tag such as {@code "7"}
	 * @return the version in it
	 * @throws MalformedHeaderException if it contains no entity tag, several of them, a
	 * weak one or {@code *}
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static IfMatch valueOf(String header) {
		List<ETag> tags = ETag.parse(header);
		if (tags.size() != 1 || tags.get(0).weak() || tags.get(0).isWildcard() || tags.get(0).tag().isEmpty()) {
			throw new MalformedHeaderException();
		}
		return new IfMatch(tags.get(0).tag());
	}

	/**
	 * Return the value of the header.
	 * @return the version in quotes
	 */
	@Override
	@JsonValue
	public String toString() {
		return "\"" + this.version + "\"";
	}

	/**
	 * A header {@code If-Match} does not contain a single version.
	 */
	public static final class MalformedHeaderException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		MalformedHeaderException() {
			super("If-Match must contain one version in quotes");
		}

	}

}
