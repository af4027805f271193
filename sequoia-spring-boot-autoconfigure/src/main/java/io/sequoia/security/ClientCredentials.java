package io.sequoia.security;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.Correlated;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;

/**
 * The client's credentials, which may change while the application runs. They are read
 * again when the identity service refuses them, and when they are known to have changed.
 * If the identity service does not take new ones yet, those that it accepted last are
 * used. Thread-safe.
 */
@Internal
public final class ClientCredentials {

	private static final Log logger = LogFactory.getLog(ClientCredentials.class);

	private static final Duration KEPT = Duration.ofSeconds(1);

	/** The beginning of keys in messages. */
	private static final String KEYS = "sequoia.auth.";

	private final Supplier<Settings> source;

	private final String prefix;

	private final Mono<Settings> reading;

	private final Mono<Settings> lastReading;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile Settings current;

	private volatile @Nullable Settings accepted;

	/**
	 * Read the credentials.
	 * @param source reads them; it may block, and is called once at a time
	 */
	public ClientCredentials(Supplier<Settings> source) {
		this(source, "sequoia");
	}

	/**
	 * Read the credentials of a named client.
	 * @param source reads them; it may block, and is called once at a time
	 * @param prefix the prefix of the client's keys, for messages
	 */
	public ClientCredentials(Supplier<Settings> source, String prefix) {
		this(source, prefix, Schedulers.boundedElastic());
	}

	/**
	 * Read the credentials.
	 * @param source reads them; it may block, and is called once at a time
	 * @param prefix the prefix of the client's keys, for messages
	 * @param threads run later readings
	 */
	ClientCredentials(Supplier<Settings> source, String prefix, Scheduler threads) {
		this.source = source;
		this.prefix = prefix + ".auth.";
		this.current = source.get();
		this.reading = Mono.fromSupplier(this::read).subscribeOn(threads);
		this.lastReading = this.reading.cache(KEPT, threads);
	}

	/**
	 * Return the credentials that are in use.
	 * @return the credentials that were read last
	 */
	public Settings current() {
		return this.current;
	}

	/**
	 * Take note that the credentials have changed: read them, and inform the listeners.
	 * It may block.
	 */
	public void changed() {
		Settings before = this.current;
		if (!read().equals(before)) {
			this.listeners.forEach(Runnable::run);
		}
	}

	/** Register a listener for credentials that {@link #changed()} has found. */
	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Read the credentials again while nothing is sent with those that were refused: at
	 * most once per second, however many calls ask.
	 * @return the credentials, or the old ones if they cannot be read
	 */
	Mono<Settings> whileRefused() {
		return this.lastReading;
	}

	/**
	 * Send a request with the credentials. If they are refused, it is sent once more with
	 * credentials that have changed meanwhile, and with those that were accepted last.
	 * @param refused tells by the answer whether the credentials were refused
	 * @param request sends the request
	 * @param <T> the type of the answer
	 * @return the answer, or the refusal of the newest credentials
	 */
	public <T> Mono<T> use(Predicate<Details> refused, Function<Settings, Mono<T>> request) {
		Predicate<Throwable> refusal = (failure) -> failure instanceof AuthenticationFailedException told
				&& refused.test(told.details());
		return Mono.defer(() -> {
			Settings first = this.current;
			return send(first, request).onErrorResume(refusal, (failure) -> this.reading.flatMap((now) -> {
				Mono<T> answer = now.equals(first) ? Mono.error(failure) : send(now, request);
				Settings last = this.accepted;
				return (last == null || last.equals(first) || last.equals(now)) ? answer
						: answer.onErrorResume(refusal, (newest) -> Mono.deferContextual((context) -> {
							Correlated.log(
									context, "The identity service does not accept the changed credentials of"
											+ " client " + now.clientId() + "; the client tries the previous ones",
									logger::warn);
							return send(last, request).onErrorMap(refusal, (old) -> newest);
						}));
			}));
		});
	}

	private <T> Mono<T> send(Settings credentials, Function<Settings, Mono<T>> request) {
		Mono<T> answer = request.apply(credentials).doOnSuccess((success) -> this.accepted = credentials);
		return this.prefix.equals(KEYS) ? answer : answer.onErrorMap(this::ofClient);
	}

	/** Name the keys of the client in the message. */
	private Throwable ofClient(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof SequoiaFailure told && message.contains(KEYS))
				? told.restated(message.replace(KEYS, this.prefix), told.details()) : failure;
	}

	private synchronized Settings read() {
		try {
			Settings now = this.source.get();
			if (!now.equals(this.current)) {
				this.current = now;
				logger.info("The credentials of client " + now.clientId() + " have changed");
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("The client's credentials cannot be read again; the client keeps using the old ones: "
					+ Printable.reason(ex));
		}
		return this.current;
	}

	/**
	 * The client's credentials.
	 *
	 * @param clientId the client's id
	 * @param clientSecret the client's secret
	 * @param scopes the scopes to request; none if empty
	 * @param tokenUri the address of the token endpoint, or {@code null} to find it
	 * through the registry; a later change has no effect
	 * @param firstToken a token to use until it is refused, or {@code null}; a later
	 * change has no effect
	 */
	public record Settings(String clientId, String clientSecret, List<String> scopes, @Nullable URI tokenUri,
			@Nullable String firstToken) {

		public Settings {
			scopes = List.copyOf(scopes);
		}

		/**
		 * Return what a request sends that must not appear anywhere.
		 * @return the secret, alone and as the header contains it
		 */
		public List<String> secrets() {
			return List.of(this.clientSecret,
					HttpHeaders.encodeBasicAuth(this.clientId, this.clientSecret, StandardCharsets.UTF_8));
		}

		@Override
		public String toString() {
			return "Settings[clientId=" + this.clientId + "]";
		}

	}

}
