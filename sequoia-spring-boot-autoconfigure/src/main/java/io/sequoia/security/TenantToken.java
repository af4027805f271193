package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.sequoia.call.CallContext;
import io.sequoia.http.Correlated;
import io.sequoia.http.SharedRetry;
import io.sequoia.http.SingleFlight;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The token of one tenant. It is fetched when it is needed, refreshed before it expires
 * without making callers wait, and dropped when it is refused. Thread-safe.
 */
final class TenantToken {

	private static final Log logger = LogFactory.getLog(TenantToken.class);

	private final String owner;

	private final Mono<URI> address;

	private final Function<URI, Mono<TokenAnswer>> endpoint;

	private final ClientCredentials credentials;

	private final LongSupplier nanoTime;

	private final SingleFlight<KeptToken> fetch;

	private final RequestRateLimit rateLimit = new RequestRateLimit();

	private final AtomicReference<@Nullable KeptToken> current = new AtomicReference<>();

	private volatile @Nullable CoolDown coolDown;

	/**
	 * Prepare for a tenant.
	 * @param owner the tenant
	 * @param address finds the address of the identity service
	 * @param endpoint requests a token at that address
	 * @param credentials the credentials with which it does so
	 * @param firstToken a token to use until it is refused, or {@code null}
	 * @param retry repeats requests that fail
	 * @param nanoTime a monotonic clock
	 */
	TenantToken(String owner, Mono<URI> address, Function<URI, Mono<TokenAnswer>> endpoint,
			ClientCredentials credentials, @Nullable String firstToken, SharedRetry retry, LongSupplier nanoTime) {
		this.owner = owner;
		this.address = address;
		this.endpoint = endpoint;
		this.credentials = credentials;
		this.nanoTime = nanoTime;
		this.fetch = new SingleFlight<>(TokenEndpoint.call(owner), retry, nanoTime);
		if (firstToken != null) {
			this.current.set(KeptToken.endless(firstToken, now()));
		}
	}

	/** Return the token, if it need not be fetched or refreshed now. */
	@Nullable String known() {
		KeptToken known = usable();
		return (known == null || known.isRefreshDue(now())) ? null : known.value();
	}

	Mono<String> value() {
		return Mono.deferContextual((context) -> {
			KeptToken known = usable();
			if (known == null) {
				return this.fetch.join(this::usable, request());
			}
			if (known.claimRefresh(now())) {
				refresh(known, context, "before its expiry");
			}
			return Mono.just(known);
		}).map(KeptToken::value);
	}

	/** Fetch another token, and use the current one until then. */
	Mono<KeptToken> renew() {
		return Mono.defer(() -> {
			KeptToken old = this.current.get();
			return this.fetch.join(() -> (this.current.get() != old) ? usable() : null, request());
		});
	}

	void refused(String value) {
		this.current.updateAndGet((known) -> (known != null && known.value().equals(value)) ? null : known);
	}

	/**
	 * Return the time since the token was received.
	 * @return the time, or {@code null} if there is no usable token
	 */
	@Nullable Duration age() {
		KeptToken known = usable();
		return (known != null) ? known.age(now()) : null;
	}

	/** Drop the token, and tell whether there was one. */
	boolean drop() {
		return this.current.getAndSet(null) != null;
	}

	TokenReport report() {
		KeptToken known = this.current.get();
		CoolDown refusal = this.coolDown;
		if (known != null) {
			return new TokenReport(this.owner, known.isUsable(now()) ? "present" : "expired", known.age(now()));
		}
		boolean refused = refusal != null && !refusal.isOver(this.credentials.current(), now());
		return new TokenReport(this.owner, refused ? "refused" : "missing", null);
	}

	private @Nullable KeptToken usable() {
		KeptToken known = this.current.get();
		return (known != null && known.isUsable(now())) ? known : null;
	}

	/** Get a token with the changed credentials, and use the current one until then. */
	void credentialsChanged() {
		KeptToken old = usable();
		if (old != null) {
			refresh(old, Context.empty(), "for the changed credentials");
		}
	}

	/**
	 * Replace the token. No call waits for it, and none fails with it while the old token
	 * can be used.
	 */
	private void refresh(KeptToken old, ContextView context, String reason) {
		this.fetch.join(() -> (this.current.get() != old) ? usable() : null, request())
			.contextWrite(CallContext.withSharedAttempts(Context.of(context), 1))
			.subscribe((refreshed) -> Correlated.log(context, "A token was refreshed " + reason, logger::debug),
					(error) -> Correlated.log(context, "A token could not be refreshed " + reason
							+ ", the old one is still used: " + error.getMessage(), logger::warn));
	}

	private Mono<KeptToken> request() {
		return Mono.deferContextual((context) -> {
			CoolDown refusal = this.coolDown;
			if (refusal == null || refusal.isOver(this.credentials.current(), now())) {
				return this.address.flatMap(this::request);
			}
			return this.credentials.whileRefused()
				.flatMap(
						(credentials) -> refusal.isOver(credentials, now()) ? this.address.flatMap(this::request) : Mono
							.error(refusal.again(now(), Correlated.details(TokenEndpoint.call(this.owner), context))));
		});
	}

	private Mono<KeptToken> request(URI address) {
		Mono<KeptToken> request = Mono.defer(() -> this.endpoint.apply(address))
			.map((answer) -> KeptToken.of(answer, now()))
			.doOnNext(this.current::set)
			.doOnError((error) -> this.coolDown = CoolDown.after(error, this.credentials.current(), now()));
		Duration wait = this.rateLimit.next(now());
		return wait.isZero() ? request : Mono.delay(wait).then(request);
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

}
