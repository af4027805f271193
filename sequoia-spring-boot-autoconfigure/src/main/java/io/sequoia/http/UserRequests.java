package io.sequoia.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import io.sequoia.Internal;
import io.sequoia.Printable;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;

/**
 * Sends the requests that the application makes by a WebClient or an HTTP interface. A
 * request for {@code sequoia://{service}/{path}} is a call with the rules of all calls,
 * and each of its attempts ends with the last byte of the answer. A request that accepts
 * a stream is sent once, and its answer is passed on as it arrives. A request to another
 * address is handled in the same way, without a token. Thread-safe.
 */
@Internal
public final class UserRequests {

	private static final String SCHEME = "sequoia";

	private static final List<MediaType> STREAMS = List.of(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_NDJSON);

	private final SequoiaWebClients.Services clients;

	private final UserCall.Runner runner;

	private final String owner;

	/**
	 * Create it.
	 * @param clients send single requests
	 * @param runner runs calls
	 * @param owner the tenant of calls that name none
	 */
	public UserRequests(SequoiaWebClients.Services clients, UserCall.Runner runner, String owner) {
		this.clients = clients;
		this.runner = runner;
		this.owner = owner;
	}

	/**
	 * Create the client for the application's own requests to any service.
	 * @return the client
	 */
	public WebClient client() {
		return WebClient.builder().exchangeFunction((request) -> exchange(request, false)).build();
	}

	/**
	 * Create the builder of the client for one group of HTTP interfaces, whose addresses
	 * are constants.
	 * @return the builder
	 */
	public WebClient.Builder group() {
		return new HttpServiceGroupBuilder(WebClient.builder().exchangeFunction((request) -> exchange(request, true)));
	}

	private Mono<ClientResponse> exchange(ClientRequest request, boolean constant) {
		URI url = request.url();
		String service = SCHEME.equals(url.getScheme()) ? url.getRawAuthority() : null;
		if (service == null) {
			return pass(request);
		}
		Assert.isTrue(service.indexOf('@') < 0, () -> "The address of a request to the service '" + Printable.host(url)
				+ "' has user information, which no service gets: write 'sequoia://{service}/{path}'");
		Call named = Call.of(request.attributes());
		Call call = (named != null) ? named
				: new Call(service, null, request.method().name().toLowerCase(Locale.ROOT), this.owner);
		ClientRequest described = ClientRequest.from(request).attributes((attributes) -> {
			call.attribute().accept(attributes);
			Call.reduceTemplate(attributes, constant);
		}).build();
		return STREAMS.stream().anyMatch(request.headers().getAccept()::contains) ? pass(described)
				: call(described, call);
	}

	private Mono<ClientResponse> call(ClientRequest request, Call call) {
		OutgoingBody body = new OutgoingBody(request.body());
		Mono<ClientResponse> attempt = Mono
			.defer(() -> SequoiaWebClients.observed(spec(this.clients.of(call.service()), request, body)
				.exchangeToMono((response) -> CompleteResponse.of(response, call))));
		return Mono.deferContextual((context) -> {
			String given = (CorrelationIds.find(context) == null)
					? request.headers().getFirst(this.clients.correlationHeader()) : null;
			return this.runner.run(new UserCall(call, Call.isRepeatable(request.method()), body::isSpent, given),
					attempt);
		});
	}

	/** Send a request once and pass its answer on unread. */
	private Mono<ClientResponse> pass(ClientRequest request) {
		return Mono.defer(() -> spec(this.clients.unread(), request, new OutgoingBody(request.body()))
			.exchangeToMono((response) -> Mono.just(DetachedResponse.original(response))));
	}

	private static RequestHeadersSpec<?> spec(WebClient client, ClientRequest request, OutgoingBody body) {
		RequestBodySpec spec = client.method(request.method())
			.uri(request.url())
			.headers((headers) -> headers.addAll(request.headers()))
			.cookies((cookies) -> cookies.addAll(request.cookies()))
			.attributes((attributes) -> attributes.putAll(request.attributes()));
		if (request.httpRequest() != null) {
			spec.httpRequest(request.httpRequest());
		}
		return spec.body(body);
	}

}
