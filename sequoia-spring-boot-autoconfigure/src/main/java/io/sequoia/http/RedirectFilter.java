package io.sequoia.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Follows a limited number of redirects of a {@code GET} within its origin, where the
 * token may be sent. Any other redirect is returned as the answer.
 */
final class RedirectFilter implements RequestFilter {

	static final int MAX_REDIRECTS = 5;

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	@Override
	public FilterOrder order() {
		return FilterOrder.REDIRECT;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return follow(request, next, MAX_REDIRECTS);
	}

	private static Mono<ClientResponse> follow(ClientRequest request, ExchangeFunction next, int left) {
		Mono<ClientResponse> answer = next.exchange(request);
		if (left == 0 || !request.method().equals(HttpMethod.GET)) {
			return answer;
		}
		return answer.flatMap((response) -> {
			String location = location(response);
			URI target = (location != null) ? target(request.url(), location) : null;
			return (target == null) ? Mono.just(response) : SequoiaWebClients.drain(response)
				.then(Mono.defer(() -> follow(ClientRequest.from(request).url(target).build(), next, left - 1)));
		});
	}

	/**
	 * Return the location that an answer redirects to.
	 * @return the location, or {@code null} if it is not a redirect
	 */
	static @Nullable String location(ClientResponse response) {
		return REDIRECTS.contains(response.statusCode().value())
				? response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION) : null;
	}

	private static @Nullable URI target(URI url, String location) {
		try {
			URI target = resolved(url, location);
			return (origin(target).equals(origin(url)) && target.getRawUserInfo() == null
					&& !PathRules.hasDotSegment(target.getRawPath())) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			// a location that is no URL is not followed; the answer is reported as it is
			return null;
		}
	}

	/**
	 * Resolve a location. The JDK follows RFC 2396, where a query alone does not keep the
	 * whole path.
	 */
	static URI resolved(URI url, String location) {
		return URI
			.create(url.resolve(location.startsWith("?") ? url.getRawPath() + location : location).toASCIIString());
	}

	private static String origin(URI url) {
		int port = (url.getPort() >= 0) ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
		return (url.getScheme() + "://" + url.getHost() + ":" + port).toLowerCase(Locale.ROOT);
	}

}
