package io.sequoia.security;

import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;

import io.sequoia.Printable;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.Call;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Sends a request for {@code sequoia://{service}/{path}} to where the registry says that
 * the service is, and marks it as one that may carry a token. Other requests pass
 * unchanged and unmarked.
 */
public final class ServiceLocationFilter implements ExchangeFilterFunction {

	private static final String SCHEME = "sequoia";

	private static final String LOCATED = ServiceLocationFilter.class.getName() + ".located";

	private final ServiceRegistry registry;

	private final String owner;

	/**
	 * Create the filter.
	 * @param registry tells where services are
	 * @param owner the tenant of calls that name none
	 */
	public ServiceLocationFilter(ServiceRegistry registry, String owner) {
		this.registry = registry;
		this.owner = owner;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		URI url = request.url();
		if (!SCHEME.equals(url.getScheme())) {
			return next.exchange(request);
		}
		Call call = Call.of(request);
		String service = url.getRawAuthority();
		Assert.notNull(service,
				() -> "'" + Printable.of(url.toString()) + "' names no service: write 'sequoia://{service}/{path}'");
		String tenant = (call != null) ? call.owner() : this.owner;
		Call known = (call != null) ? call : new Call(service, null, "request", tenant);
		return this.registry.service(tenant, service)
			.flatMap((registered) -> next
				.exchange(ClientRequest.from(request)
					.url(registered.resolve(pathAndQuery(url)))
					.attributes(known.attribute())
					.attribute(LOCATED, registered)
					.build())
				.doOnError((error) -> isUnreachable(error), (error) -> this.registry.unreachable(tenant, service)));
	}

	private static boolean isUnreachable(Throwable error) {
		return error.getCause() instanceof SocketException || error.getCause() instanceof UnknownHostException;
	}

	/**
	 * The service that a request was located at by this filter.
	 * @param attributes the attributes of the request
	 * @return the service, or {@code null} if the request goes anywhere else
	 */
	static @Nullable RegisteredService located(Map<String, Object> attributes) {
		return (RegisteredService) attributes.get(LOCATED);
	}

	private static String pathAndQuery(URI url) {
		String path = Objects.requireNonNullElse(url.getRawPath(), "");
		return (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
	}

}
