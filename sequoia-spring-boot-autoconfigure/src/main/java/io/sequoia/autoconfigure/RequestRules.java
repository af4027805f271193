package io.sequoia.autoconfigure;

import java.util.Locale;
import java.util.Set;

import io.sequoia.correlation.CorrelationIds;
import io.sequoia.http.HeaderRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The rules on the content of requests: media type, correlation id, pages and batches.
 */
final class RequestRules {

	/**
	 * The length of the configurable part of an id: 128 characters less two slashes and a
	 * UUID.
	 */
	private static final int CORRELATION_PREFIX = 128 - 2 - 36;

	private static final Set<String> RESERVED = Set.of("authorization", "host", "content-length", "content-type",
			"transfer-encoding", "connection", "accept", "user-agent", "cookie");

	private final Violations violations;

	RequestRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties properties) {
		checkContentType(properties.getContentType());
		checkCorrelation(properties.getCorrelation());
		this.violations.checkRange("sequoia.pagination.per-page", properties.getPagination().getPerPage(), 1, 1000);
		this.violations.checkRange("sequoia.pagination.prefetch", properties.getPagination().getPrefetch(), 0, 10);
		this.violations.checkRange("sequoia.pagination.max-empty-pages", properties.getPagination().getMaxEmptyPages(),
				1, 1_000_000);
		this.violations.checkRange("sequoia.batch.size", properties.getBatch().getSize(), 1, 1000);
		this.violations.checkRange("sequoia.batch.concurrency", properties.getBatch().getConcurrency(), 1, 100);
	}

	private void checkContentType(String contentType) {
		String key = "sequoia.content-type";
		String remedy = "Write a media type such as 'application/vnd.piksel+json' or 'application/json'";
		if (!this.violations.checkResolved(key, contentType, contentType)) {
			return;
		}
		try {
			MimeType type = MimeTypeUtils.parseMimeType(contentType);
			if (!type.isConcrete()) {
				this.violations.add(key, contentType, "is a range of media types", remedy);
			}
		}
		catch (InvalidMimeTypeException ex) {
			this.violations.add(key, contentType, "is not a media type", remedy);
		}
	}

	private void checkCorrelation(SequoiaProperties.Correlation correlation) {
		String userId = correlation.getUserId();
		String applicationId = correlation.getApplicationId();
		checkCorrelationId("sequoia.correlation.id", correlation.getId());
		checkCorrelationId("sequoia.correlation.user-id", userId);
		checkCorrelationId("sequoia.correlation.application-id", applicationId);
		if (userId != null && applicationId != null && userId.length() + applicationId.length() > CORRELATION_PREFIX) {
			this.violations.add("sequoia.correlation.application-id", applicationId,
					"is too long: together with 'sequoia.correlation.user-id' it may have " + CORRELATION_PREFIX
							+ " characters",
					"Shorten one of them");
		}
		checkHeader(correlation.getHeader());
		checkMdcKey(correlation.getMdcKey());
	}

	private void checkMdcKey(String mdcKey) {
		String key = "sequoia.correlation.mdc-key";
		if (!Text.isGiven(mdcKey)) {
			this.violations.add(key, null, "is blank", "Write a key such as 'correlationId', or remove the setting");
		}
		else {
			this.violations.checkResolved(key, mdcKey, mdcKey);
		}
	}

	private void checkCorrelationId(String key, @Nullable String id) {
		if (Text.isGiven(id) && this.violations.checkResolved(key, id, id) && !CorrelationIds.isValid(id)) {
			this.violations.add(key, id,
					"is longer than 128 characters or contains characters other than [A-Za-z0-9._:/=+-]",
					"Write a shorter id, with only those characters");
		}
	}

	private void checkHeader(String header) {
		String key = "sequoia.correlation.header";
		String remedy = "Write the name of a header such as 'X-Correlation-ID'";
		if (!this.violations.checkResolved(key, header, header)) {
			return;
		}
		if (!HeaderRules.isName(header)) {
			this.violations.add(key, header, "is not the name of a header", remedy);
		}
		else if (RESERVED.contains(header.toLowerCase(Locale.ROOT))) {
			this.violations.add(key, header, "is a header with another meaning", remedy);
		}
	}

}
