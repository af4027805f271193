package io.sequoia.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.BinaryOperator;

import io.sequoia.Printable;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code sequoia}: the state of the client, and two operations on it. It can
 * only be read unless {@code management.endpoint.sequoia.access} is {@code unrestricted}.
 */
@Endpoint(id = "sequoia", defaultAccess = Access.READ_ONLY)
class SequoiaEndpoint {

	static final String REFRESH = "refresh";

	static final String DROP_TOKEN = "drop-token";

	private final ClientState client;

	private final Map<String, ClientState> named;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Create the endpoint.
	 * @param client the client
	 * @param named the named clients
	 * @param sanitizer masks values
	 * @param showValues whether and when values are shown at all
	 */
	SequoiaEndpoint(ClientState client, Map<String, ClientState> named, Sanitizer sanitizer, Show showValues) {
		this.client = client;
		this.named = Map.copyOf(named);
		this.sanitizer = sanitizer;
		this.showValues = showValues;
	}

	/**
	 * Describe the state of the client to an unknown caller.
	 * @return the state
	 */
	@ReadOperation
	Map<String, Object> report() {
		return report(this.showValues.isShown(true));
	}

	/**
	 * Describe the state of the client.
	 * @param shown whether values may be shown
	 * @return the state
	 */
	Map<String, Object> report(boolean shown) {
		BinaryOperator<String> sanitized = sanitized(shown);
		Map<String, Object> report = this.client.report(sanitized);
		if (!this.named.isEmpty()) {
			Map<String, Object> clients = new TreeMap<>();
			this.named.forEach((name, state) -> clients.put(name, state.calls(sanitized)));
			report.put("clients", clients);
		}
		return report;
	}

	/**
	 * Refresh the listing, or drop a token.
	 * @param action {@code refresh} to ask the registry, {@code drop-token} to let the
	 * next call fetch another token
	 * @param owner the tenant; the client's own if it is missing
	 * @param client the name of the client; the default one if it is missing
	 * @return the effect
	 */
	@WriteOperation
	Mono<Map<String, Object>> act(@Selector String action, @Nullable String owner, @Nullable String client) {
		ClientState state = state(client);
		if (owner != null && !Ref.isPart(owner)) {
			throw new InvalidEndpointRequestException("There is no owner '" + Printable.of(owner) + "'",
					"Owners have the characters a-z, A-Z, 0-9, '_' and '-'");
		}
		return switch (action) {
			case REFRESH -> state.refresh(owner)
				.thenReturn(Map.<String, Object>of("refreshed", true))
				.onErrorResume(SequoiaEndpoint::isAnswer, (failure) -> Mono.just(notRefreshed(failure)));
			case DROP_TOKEN -> Mono.fromSupplier(() -> Map.of("dropped", state.dropToken(owner)));
			default -> throw new InvalidEndpointRequestException("There is no action '" + action + "'",
					"The actions are '" + REFRESH + "' and '" + DROP_TOKEN + "'");
		};
	}

	/** Tell whether a failure is that of the registry, and not one of this program. */
	private static boolean isAnswer(Throwable failure) {
		return failure instanceof SequoiaFailure || failure instanceof TimeoutException;
	}

	private Map<String, Object> notRefreshed(Throwable failure) {
		Map<String, Object> effect = new LinkedHashMap<>();
		effect.put("refreshed", false);
		effect.put("error", failure.getClass().getSimpleName());
		effect.put("message", sanitized(this.showValues.isShown(false)).apply("sequoia.failures.message",
				String.valueOf(failure.getMessage())));
		return effect;
	}

	private BinaryOperator<String> sanitized(boolean shown) {
		return (key, value) -> String.valueOf(this.sanitizer.sanitize(new SanitizableData(null, key, value), shown));
	}

	private ClientState state(@Nullable String name) {
		if (name == null) {
			return this.client;
		}
		ClientState state = this.named.get(name);
		if (state == null) {
			throw new InvalidEndpointRequestException("There is no client '" + name + "'",
					"The named clients are " + new TreeSet<>(this.named.keySet()));
		}
		return state;
	}

}
