package io.sequoia.core;

import java.util.List;
import java.util.stream.Collectors;

import io.sequoia.AccessDeniedException;
import io.sequoia.NameSuggestions;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.http.Correlated;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;

/**
 * Asks the identity service for which tenants the caller may act (docs/protocol.md,
 * section 2).
 */
final class TenantCheck {

	private static final String PATH = "/pauth/tenants";

	private static final int LISTED = 20;

	private static final ResolvableType JSON = ResolvableType.forClass(JsonNode.class);

	private final SequoiaEngine engine;

	private final RequestOptions options;

	TenantCheck(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
	}

	/**
	 * Require that the caller may act for a tenant.
	 * @param tenant the tenant
	 * @return completes if so; an {@code AccessDeniedException} if not
	 */
	Mono<Void> require(String tenant) {
		Call call = new Call(Call.IDENTITY, null, "tenants", this.engine.owner(this.options));
		Request request = Request.of(HttpMethod.GET, call, PATH, PATH);
		return this.engine.run(call, true, Mono.deferContextual((context) -> {
			Details details = Correlated.details(call, context);
			return this.engine.exchange()
				.send(request, this.options)
				.flatMapIterable((body) -> names(body, details))
				.collectList()
				.flatMap((names) -> names.contains(tenant) ? Mono.<Void>empty()
						: Mono.error(denied(tenant, names, details)));
		}));
	}

	private List<String> names(byte[] body, Details details) {
		JsonNode answer = this.engine.mapper().read(body, JSON, details);
		return (answer == null) ? List.of()
				: answer.path("tenants")
					.valueStream()
					.map((one) -> one.path("name").asString(""))
					.filter((name) -> !name.isEmpty())
					.toList();
	}

	private static AccessDeniedException denied(String tenant, List<String> names, Details details) {
		String listed = names.stream().limit(LISTED).map(Printable::of).collect(Collectors.joining(", "));
		String further = (names.size() > LISTED) ? " and " + (names.size() - LISTED) + " more" : "";
		return new AccessDeniedException(
				"The caller may not act for the tenant '" + tenant + "', but for "
						+ (names.isEmpty() ? "none" : listed + further) + NameSuggestions.question(tenant, names),
				details, null);
	}

}
