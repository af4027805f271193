package io.sequoia.core.observation;

import java.net.URI;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The names of OpenTelemetry's semantic conventions for requests of HTTP clients. A bean
 * of this type applies to all WebClients of an application, those of Sequoia included:
 * <ul>
 * <li>the meter {@code http.client.request.duration}, with {@code http.request.method},
 * {@code server.address}, {@code server.port}, {@code http.response.status_code},
 * {@code error.type} and {@code url.template}; a missing value is {@code none}, since
 * meters of one name need the same tags,</li>
 * <li>the span {@code GET /data/contents/{refs}}, with {@code url.full} besides, without
 * user information and query, as these may contain secrets.</li>
 * </ul>
 * The address of a request to the platform is the name of its service, such as
 * {@code metadata}, without a port: attempts of one request may go to different hosts.
 * Thread-safe.
 */
public class OpenTelemetryClientRequestObservationConvention implements ClientRequestObservationConvention {

	private static final String NAME = "http.client.request.duration";

	private static final String OTHER = "_OTHER";

	/** The methods of HTTP itself; all others count as one in meters. */
	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(ClientRequestObservationContext context) {
		String template = path(context.getUriTemplate());
		String method = method(context);
		return KeyValue.NONE_VALUE.equals(template) ? method : method + " " + template;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
		URI url = url(context);
		return KeyValues.of(KeyValue.of("http.request.method", method(context)),
				KeyValue.of("server.address", orNone((url != null) ? url.getHost() : null)),
				KeyValue.of("server.port", port(url)), KeyValue.of("http.response.status_code", status(context)),
				KeyValue.of("error.type", error(context)), KeyValue.of("url.template", path(context.getUriTemplate())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
		URI url = url(context);
		return (url != null) ? KeyValues.of("url.full",
				UriComponentsBuilder.fromUri(url).userInfo(null).replaceQuery(null).fragment(null).build().toString())
				: KeyValues.empty();
	}

	private static @Nullable URI url(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		return (request != null) ? request.url() : null;
	}

	private static String method(ClientRequestObservationContext context) {
		ClientRequest request = context.getRequest();
		if (request == null) {
			return KeyValue.NONE_VALUE;
		}
		return METHODS.contains(request.method()) ? request.method().name() : OTHER;
	}

	private static String port(@Nullable URI url) {
		if (url == null || url.getScheme() == null) {
			return KeyValue.NONE_VALUE;
		}
		if (url.getPort() >= 0) {
			return String.valueOf(url.getPort());
		}
		return switch (url.getScheme()) {
			case "https" -> "443";
			case "http" -> "80";
			default -> KeyValue.NONE_VALUE;
		};
	}

	private static String status(ClientRequestObservationContext context) {
		ClientResponse response = context.getResponse();
		return (response != null) ? String.valueOf(response.statusCode().value()) : KeyValue.NONE_VALUE;
	}

	private static String error(ClientRequestObservationContext context) {
		Throwable error = context.getError();
		ClientResponse response = context.getResponse();
		if (response != null && response.statusCode().isError()) {
			return String.valueOf(response.statusCode().value());
		}
		if (error != null) {
			return error.getClass().getName();
		}
		return context.isAborted() ? "cancelled" : KeyValue.NONE_VALUE;
	}

	/** Return the path of a template, which may begin with the address of a server. */
	private static String path(@Nullable String template) {
		return (template != null)
				? template.replaceFirst("^[a-z][a-z0-9+.-]*://[^/?#]*", "").replaceFirst("[?#].*$", "")
				: KeyValue.NONE_VALUE;
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

}
