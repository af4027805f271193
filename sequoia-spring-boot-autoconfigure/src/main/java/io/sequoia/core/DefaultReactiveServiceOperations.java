package io.sequoia.core;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Route;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;

/**
 * The operations on one service.
 */
final class DefaultReactiveServiceOperations implements ReactiveServiceOperations {

	private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

	private final SequoiaEngine engine;

	private final String service;

	private final RequestOptions options;

	private final String owner;

	DefaultReactiveServiceOperations(SequoiaEngine engine, String service, RequestOptions options) {
		Assert.hasText(service, "The name of the service must not be empty");
		Assert.isTrue(RegisteredService.isName(service),
				() -> "'" + Printable.of(service) + "' cannot be the name of a service");
		this.engine = engine;
		this.service = service;
		this.options = options;
		this.owner = engine.owner(options);
	}

	@Override
	public Mono<RegisteredService> registration() {
		Call call = call("registration");
		return opened(call, this.engine.read(call, this.options,
				() -> this.engine.exchange().registration(this.owner, this.service)));
	}

	@Override
	public Mono<ServiceDescriptor> descriptor() {
		Call call = call("descriptor");
		return opened(call, this.engine.read(call, this.options,
				() -> this.engine.exchange().descriptor(this.owner, this.service)));
	}

	@Override
	public ReactiveResourceOperations<Map<String, Object>> resources(String name) {
		requireCollection(name);
		return new DefaultReactiveResourceOperations<>(this.engine, ResourceType.untyped(this.service, name),
				this.options);
	}

	@Override
	public <T> ReactiveResourceOperations<T> resources(String name, Class<T> type) {
		requireCollection(name);
		Assert.notNull(type, "The type must not be null");
		return new DefaultReactiveResourceOperations<>(this.engine,
				ResourceType.of(this.service, name, type, this.engine.mappingContext()), this.options);
	}

	@Override
	public <R> Mono<R> get(String path, Class<R> type, Object... uriVariables) {
		return body(exchange(HttpMethod.GET, path, null, type, uriVariables));
	}

	@Override
	public <R> Mono<R> post(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return body(exchange(HttpMethod.POST, path, body, type, uriVariables));
	}

	@Override
	public <R> Mono<R> put(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return body(exchange(HttpMethod.PUT, path, body, type, uriVariables));
	}

	@Override
	public <R> Mono<R> patch(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return body(exchange(HttpMethod.PATCH, path, body, type, uriVariables));
	}

	@Override
	public <R> Mono<R> delete(String path, Class<R> type, Object... uriVariables) {
		return body(exchange(HttpMethod.DELETE, path, null, type, uriVariables));
	}

	@Override
	public <R> Mono<R> call(String route, Map<String, ?> variables, @Nullable Object body, Class<R> type) {
		Assert.hasText(route, "The name of the route must not be empty");
		Assert.notNull(variables, "The variables must not be null; a route without any takes Map.of()");
		Assert.notNull(type, "The type of the answer must not be null");
		Mono<ServiceDescriptor> described = this.engine.read(call("descriptor"), this.options,
				() -> this.engine.exchange()
					.descriptor(this.owner, this.service, (known) -> known.routes().containsKey(route)));
		return opened(call("call"), described.flatMap((descriptor) -> {
			Route called = descriptor.route(route);
			HttpMethod method = HttpMethod.valueOf(called.method().toUpperCase(Locale.ROOT));
			return body(send(call(method), method, RouteAddress.of(called, variables, this.owner), called.path(), body,
					type));
		}));
	}

	@Override
	public <R> Mono<ResponseEntity<R>> exchange(HttpMethod method, String path, @Nullable Object body, Class<R> type,
			Object... uriVariables) {
		Assert.notNull(method, "The method must not be null");
		Assert.notNull(path, "The path must not be null");
		Assert.notNull(type, "The type of the answer must not be null");
		Call call = call(method);
		return opened(call, send(call, method, ServicePath.of(path, uriVariables), Call.template(path), body, type));
	}

	private <R> Mono<ResponseEntity<R>> send(Call call, HttpMethod method, String pathAndQuery,
			@Nullable String template, @Nullable Object body, Class<R> type) {
		byte[] content = (body != null) ? content(body) : null;
		Request request = new Request(method, call, pathAndQuery, template, content, null);
		return this.engine.write(call, Call.isRepeatable(method), List.of(), this.options,
				() -> Mono.deferContextual((context) -> this.engine.exchange()
					.sendForEntity(request, this.options)
					.map((answer) -> read(answer, type, CorrelationIds.find(context)))));
	}

	private static <R> Mono<R> body(Mono<ResponseEntity<R>> answer) {
		return answer.flatMap((entity) -> Mono.justOrEmpty(entity.getBody()));
	}

	private <R> ResponseEntity<R> read(ResponseEntity<byte[]> answer, Class<R> type, @Nullable String correlationId) {
		byte[] body = answer.getBody();
		ResponseEntity.BodyBuilder entity = ResponseEntity.status(answer.getStatusCode()).headers(answer.getHeaders());
		return (body == null || body.length == 0 || type == Void.class) ? entity.build()
				: entity.body(read(body, answer.getHeaders(), type, correlationId));
	}

	/** Return the charset that a media type names, or UTF-8. */
	private static Charset charset(@Nullable String contentType) {
		try {
			Charset named = (contentType != null) ? MediaType.parseMediaType(contentType).getCharset() : null;
			return (named != null) ? named : StandardCharsets.UTF_8;
		}
		catch (InvalidMediaTypeException ex) {
			return StandardCharsets.UTF_8; // the text is more useful than the failure
		}
	}

	private byte[] content(Object body) {
		if (body instanceof byte[] bytes) {
			return bytes;
		}
		if (body instanceof String text) {
			HttpHeaders given = new HttpHeaders();
			this.options.headers().forEach(given::set);
			return text.getBytes(charset(given.getFirst(HttpHeaders.CONTENT_TYPE)));
		}
		try {
			return this.engine.mapper().json().writeValueAsBytes(body);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The body of type " + body.getClass().getName()
					+ " cannot be turned into JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private <R> @Nullable R read(byte[] answer, HttpHeaders headers, Class<R> type, @Nullable String correlationId) {
		if (type == byte[].class) {
			return type.cast(answer);
		}
		if (type == String.class) {
			return type.cast(new String(answer, charset(headers.getFirst(HttpHeaders.CONTENT_TYPE))));
		}
		return this.engine.mapper()
			.read(answer, ResolvableType.forClass(type), Details.of(correlationId, this.service, null));
	}

	private static void requireCollection(String name) {
		Assert.hasText(name, "The name of the collection must not be empty");
		Assert.isTrue(COLLECTION.matcher(name).matches(),
				() -> "'" + Printable.of(name) + "' cannot be the name of a collection");
	}

	private <R> Mono<R> opened(Call call, Mono<R> operation) {
		return this.engine.scope().open(call, this.options, operation);
	}

	private Call call(HttpMethod method) {
		return call(method.name().toLowerCase(Locale.ROOT));
	}

	private Call call(String operation) {
		return new Call(this.service, null, operation, this.owner);
	}

}
