package io.sequoia.security;

import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;

import io.sequoia.Internal;
import io.sequoia.Printable;
import io.sequoia.call.Call;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.FilterOrder;
import io.sequoia.http.PathRules;
import io.sequoia.http.RequestFilter;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Sends a request for {@code sequoia://{service}/{path}} to the location of the service
 * in the registry, as a {@link LocatedRequest}, to which a token may be added. Other
 * requests pass unchanged.
 */
@Internal
public final class ServiceLocationFilter implements RequestFilter {

	private static final String SCHEME = "sequoia";

	private final ServiceRegistry registry;

	private final String owner;

	/**
	 * Create the filter.
	 * @param registry finds services
	 * @param owner the tenant of calls that name none
	 */
	public ServiceLocationFilter(ServiceRegistry registry, String owner) {
		this.registry = registry;
		this.owner = owner;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.LOCATION;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		URI url = request.url();
		if (!SCHEME.equals(url.getScheme())) {
			return next.exchange(request);
		}
		Assert.isTrue(!PathRules.hasDotSegment(Objects.requireNonNullElse(url.getRawPath(), "")),
				() -> "The path of '" + Printable.of(url.toString())
						+ "' has a segment that servers read as '.' or '..', which would lead to another path");
		Call call = Call.of(request.attributes());
		String service = url.getRawAuthority();
		Assert.notNull(service,
				() -> "'" + Printable.of(url.toString()) + "' names no service: write 'sequoia://{service}/{path}'");
		String tenant = (call != null) ? call.owner() : this.owner;
		ClientRequest known = (call != null) ? request : described(request, service);
		RegisteredService registered = this.registry.known(tenant, service);
		return (registered != null) ? exchange(known, registered, tenant, next)
				: this.registry.service(tenant, service).flatMap((found) -> exchange(known, found, tenant, next));
	}

	private Mono<ClientResponse> exchange(ClientRequest request, RegisteredService service, String tenant,
			ExchangeFunction next) {
		return next.exchange(LocatedRequest.at(service.resolve(pathAndQuery(request.url())), request))
			.doOnError((error) -> {
				if (isUnreachable(error)) {
					this.registry.unreachable(tenant, request.url().getRawAuthority());
				}
			});
	}

	private ClientRequest described(ClientRequest request, String service) {
		return ClientRequest.from(request)
			.attributes(new Call(service, null, "request", this.owner).attribute())
			.build();
	}

	private static boolean isUnreachable(Throwable error) {
		return error.getCause() instanceof SocketException || error.getCause() instanceof UnknownHostException;
	}

	private static String pathAndQuery(URI url) {
		String path = Objects.requireNonNullElse(url.getRawPath(), "");
		return (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
	}

}
