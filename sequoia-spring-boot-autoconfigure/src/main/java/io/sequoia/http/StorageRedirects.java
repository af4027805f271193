package io.sequoia.http;

import java.net.URI;
import java.util.function.Function;

import io.sequoia.DiscoveryException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Follows a limited number of redirects of a {@code GET} to a storage, to each host that
 * the rules allow, but never from https to http. No credentials are sent, and the query
 * of one address is not sent to another one.
 */
final class StorageRedirects implements RequestFilter {

	private final Function<URI, @Nullable String> refusal;

	StorageRedirects(Function<URI, @Nullable String> refusal) {
		this.refusal = refusal;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.REDIRECT;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return follow(request, next, RedirectFilter.MAX_REDIRECTS);
	}

	private Mono<ClientResponse> follow(ClientRequest request, ExchangeFunction next, int left) {
		Mono<ClientResponse> answer = next.exchange(request);
		return !request.method().equals(HttpMethod.GET) ? answer : answer.flatMap((response) -> {
			String location = RedirectFilter.location(response);
			return (location == null) ? Mono.just(response) : SequoiaWebClients.drain(response)
				.then(Mono.defer(() -> follow(redirected(request, location, left), next, left - 1)));
		});
	}

	private ClientRequest redirected(ClientRequest request, String location, int left) {
		if (left == 0) {
			throw refused(request, "was redirected more than " + RedirectFilter.MAX_REDIRECTS + " times");
		}
		URI target = target(request, location);
		SentSecrets.add(request.attributes(), target);
		String host = SentSecrets.mask(request.attributes()).apply(target.getScheme() + "://" + Printable.host(target));
		if ("https".equalsIgnoreCase(request.url().getScheme()) && !"https".equalsIgnoreCase(target.getScheme())) {
			throw refused(request, "was redirected from https to " + Printable.of(host, 300));
		}
		String reason = this.refusal.apply(target);
		if (reason != null) {
			throw refused(request, "was redirected to " + Printable.of(host, 300) + ", which " + reason);
		}
		return ClientRequest.from(request)
			.url(StorageAddress.visible(target))
			.httpRequest(StorageAddress.query(target))
			.build();
	}

	private URI target(ClientRequest request, String location) {
		try {
			return RedirectFilter.resolved(request.url(), location);
		}
		catch (IllegalArgumentException ex) {
			throw refused(request, "was redirected to an address that is not a URL");
		}
	}

	private static DiscoveryException refused(ClientRequest request, String what) {
		return new DiscoveryException(
				"The request to " + request.url().getScheme() + "://" + Printable.host(request.url())
						+ Printable.of(String.valueOf(request.url().getRawPath()), 300) + " " + what,
				Correlated.details(request, null), null);
	}

}
