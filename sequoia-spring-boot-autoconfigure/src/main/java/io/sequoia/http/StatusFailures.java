package io.sequoia.http;

import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.function.UnaryOperator;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.Printable;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Converts an answer that reports a failure to an exception (docs/protocol.md, section
 * 11).
 */
final class StatusFailures {

	private static final String CLIENT = "sequoia.auth.client-id and sequoia.auth.client-secret";

	private static final String STORAGE_ERROR = "x-ms-error-code";

	private final String correlationHeader;

	private final Clock clock;

	StatusFailures(String correlationHeader, Clock clock) {
		this.correlationHeader = correlationHeader;
		this.clock = clock;
	}

	RuntimeException of(ClientRequest request, ClientResponse response, byte[] body, @Nullable String correlationId) {
		int status = response.statusCode().value();
		HttpHeaders headers = response.headers().asHttpHeaders();
		UnaryOperator<String> mask = SentSecrets.mask(request.attributes(), response.request().getHeaders());
		ErrorBody error = ErrorBody.parse(body, mask);
		Call call = Call.of(request.attributes());
		String answered = headers.getFirst(this.correlationHeader);
		String id = (answered != null && CorrelationIds.isValid(answered) && mask.apply(answered).equals(answered))
				? answered : correlationId;
		Details details = Correlated.details(request, id)
			.withStatus(status)
			.withError(name(error, headers, mask), error.validation())
			.withAttributes(error.attributes());
		// after a redirect within the platform it is the path that answered
		URI address = (call != null && call.isOfStorage()) ? request.url() : FailureFilter.address(request, response);
		String where = request.method() + " " + mask.apply(String.valueOf(address.getRawPath()));
		String message = message(request, call, details, error, where, correlationId);
		boolean token = call != null && call.operation().equals(Call.TOKEN);
		if (status < 400 && !token) {
			boolean redirect = RedirectFilter.location(response) != null;
			return new DiscoveryException(message + (redirect
					? ": the client follows a limited number of redirects, only of a GET and only on its own"
							+ " origin; correct the location of the service"
					: ": this status is neither an answer to the request nor a redirect with a location; check"
							+ " the location of the service, and the proxies in between"),
					details, null);
		}
		boolean login = call != null && call.operation().equals(Call.LOGIN);
		if ((token || login) && TokenRefusal.isPassing(error.error())) {
			return new ServiceUnavailableException(message, details, false, RetryAfter.parse(headers, this.clock),
					null);
		}
		if ((token && status < 500 && status != 408 && status != 429)
				|| (login && TokenRefusal.isOfTheRequest(error.error()))) {
			return new AuthenticationFailedException(message + ": " + TokenRefusal.remedy(details), details, null);
		}
		String credentials = (call != null) ? refusedCredentials(call.operation(), status, error) : null;
		if (credentials != null) {
			return new AuthenticationFailedException(message + ": check " + credentials, details, null);
		}
		return switch (status) {
			case 401 -> new AuthenticationFailedException(
					message + ((call != null && call.isOfStorage()) ? "" : ": the service refused the token"), details,
					null);
			case 403 -> new AccessDeniedException(message, details, null);
			case 404, 410 -> new ResourceNotFoundException(message, details, null);
			case 408 -> new RequestTimeoutException(message, details, false, null);
			case 409, 412 -> new VersionConflictException(message, details, null);
			case 429 -> new RateLimitedException(message, details, RetryAfter.parse(headers, this.clock), null);
			default -> (status >= 500)
					? new ServiceUnavailableException(message, details, false, RetryAfter.parse(headers, this.clock),
							null)
					: new InvalidResourceException(
							message + ((call == null || login || call.isOfStorage()) ? "" : remedy(status)), details,
							null);
		};
	}

	/** Return what to do about a refusal that is not one of the content. */
	private static String remedy(int status) {
		return switch (status) {
			case 406, 415 -> ": the service does not take this media type; check sequoia.content-type, and the"
					+ " headers of the call";
			case 413 -> ": the request is larger than the service or a proxy in between accepts; send less at once, for"
					+ " example by sequoia.batch.size";
			case 414 -> ": the address is longer than the service or a proxy in between accepts; use fewer or shorter"
					+ " criteria";
			default -> "";
		};
	}

	/** Return the name of the error, which storages put into a header. */
	private static @Nullable String name(ErrorBody error, HttpHeaders headers, UnaryOperator<String> mask) {
		String code = headers.getFirst(STORAGE_ERROR);
		return (error.error() != null || code == null) ? error.error() : Printable.of(mask.apply(code), 100);
	}

	/**
	 * Write a status as in failures.
	 * @param status the status
	 * @return its number and, if there is one, its name: {@code 404 Not Found}
	 */
	static String print(HttpStatusCode status) {
		HttpStatus known = HttpStatus.resolve(status.value());
		return (known != null) ? status.value() + " " + known.getReasonPhrase() : String.valueOf(status.value());
	}

	/**
	 * Return the name of the refused credentials, if the request itself contained them,
	 * else null.
	 */
	private static @Nullable String refusedCredentials(String operation, int status, ErrorBody error) {
		return switch (operation) {
			case Call.LOGIN -> (status != 400 && status != 401 && status != 403) ? null
					: TokenRefusal.isOfTheClient(error.error()) ? CLIENT : "user name and password";
			case Call.PASSWORD -> (status == 401) ? "user name and password, or the reset token" : null;
			default -> null;
		};
	}

	private static String message(ClientRequest request, @Nullable Call call, Details details, ErrorBody error,
			String where, @Nullable String sent) {
		StringBuilder message = new StringBuilder();
		message.append((call != null) ? call : request.method().name().toLowerCase(Locale.ROOT) + " request")
			.append(" failed: ")
			.append(details.status());
		HttpStatus known = HttpStatus.resolve((details.status() != null) ? details.status() : 0);
		String name = (details.error() != null) ? details.error() : (known != null) ? known.getReasonPhrase() : null;
		if (name != null) {
			message.append(' ').append(name);
		}
		if (error.message() != null) {
			message.append(" (").append(error.message()).append(')');
		}
		if (error.validation() != null && !error.validation().keys().isEmpty()) {
			message.append(", at ").append(error.validation().keys());
		}
		message.append(" from ").append(Printable.of(where, 300));
		if (sent != null && !sent.equals(details.correlationId())) {
			message.append(", correlation id ")
				.append(details.correlationId())
				.append(" (of the answer; the request had ")
				.append(sent)
				.append(')');
		}
		return message.toString();
	}

}
