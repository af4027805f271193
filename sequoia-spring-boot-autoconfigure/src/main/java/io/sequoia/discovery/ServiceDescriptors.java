package io.sequoia.discovery;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.sequoia.AccessDeniedException;
import io.sequoia.Internal;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.http.Correlated;
import io.sequoia.http.IdleCache;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import io.sequoia.http.SingleFlight;
import io.sequoia.http.UsedConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.core.JacksonException;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The services' descriptors (docs/protocol.md, section 3). Each is fetched when its
 * service is needed first, and then kept until it would refuse a call. A service without
 * a readable descriptor is used by the platform's conventions. Thread-safe.
 */
@Internal
public final class ServiceDescriptors {

	private static final Log logger = LogFactory.getLog(ServiceDescriptors.class);

	/**
	 * The time for which conventions are used before the descriptor is requested again.
	 */
	private static final Duration CONVENTIONS_HOLD = Duration.ofMinutes(10);

	/** The time after which a descriptor that refuses a call is requested again. */
	private static final Duration TRUSTED = Duration.ofMinutes(1);

	/** The longest time that such a call waits for it. */
	private static final Duration RENEWAL = Duration.ofSeconds(5);

	/** The limit on kept descriptors, of all tenants and services. */
	private static final int MAX_ENTRIES = 4000;

	private final WebClient client;

	private final SharedRetry retry;

	private final LongSupplier nanoTime;

	private final IdleCache<Key, Entry> entries;

	/**
	 * Create the cache of descriptors.
	 * @param client the WebClient of the data services
	 * @param retry repeats requests that fail
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ServiceDescriptors(WebClient client, SharedRetry retry, LongSupplier nanoTime) {
		this.client = client;
		this.retry = retry;
		this.nanoTime = nanoTime;
		this.entries = new IdleCache<>(MAX_ENTRIES, nanoTime);
	}

	/**
	 * Return the descriptor of a service.
	 * @param owner the tenant that asks
	 * @param service the name of the service
	 * @return the descriptor, or the conventions if it cannot be read; an error if the
	 * service is unknown or does not answer
	 */
	public Mono<ServiceDescriptor> of(String owner, String service) {
		Entry entry = this.entries.get(new Key(owner, service), Entry::new);
		return Mono.defer(() -> {
			ServiceDescriptor known = entry.known();
			return (known != null) ? Mono.just(known) : entry.fetch.join(entry::known, fetch(owner, service, entry));
		});
	}

	/**
	 * Return the descriptor of a service, if it is known.
	 * @param owner the tenant
	 * @param service the name of the service
	 * @return the descriptor, or {@code null} if it has to be fetched
	 */
	public @Nullable ServiceDescriptor known(String owner, String service) {
		Entry entry = this.entries.use(new Key(owner, service));
		return (entry != null) ? entry.known() : null;
	}

	/**
	 * Return the newest descriptor of a service, as the known one refuses a call, and the
	 * service may have changed since it was read. It is requested at most once a minute,
	 * with a single attempt of a few seconds.
	 * @param owner the tenant that asks
	 * @param service the name of the service
	 * @return the descriptor; the known one if there is no newer one, or the service does
	 * not answer
	 */
	public Mono<ServiceDescriptor> newest(String owner, String service) {
		Entry entry = this.entries.get(new Key(owner, service), Entry::new);
		return Mono.defer(() -> {
			ServiceDescriptor known = entry.known();
			if (known == null || !known.readable()) {
				return of(owner, service);
			}
			Mono<ServiceDescriptor> renewal = request(owner, service, entry).defaultIfEmpty(known)
				.doFirst(entry::asked);
			return entry.fetch.join(() -> entry.isTrusted() ? entry.known() : null, renewal)
				.contextWrite((context) -> CallContext.withSharedAttempts(context, 1))
				.timeout(RENEWAL, Mono.just(known))
				.onErrorResume(SequoiaFailure.class::isInstance, (error) -> Mono.just(known));
		});
	}

	private Mono<ServiceDescriptor> fetch(String owner, String service, Entry entry) {
		return request(owner, service, entry).switchIfEmpty(Mono.deferContextual((context) -> {
			Correlated.log(context, "The service '" + service
					+ "' has no readable descriptor; the client uses the platform's conventions for its resources",
					logger::warn);
			return Mono.just(entry.keepForNow(ServiceDescriptor.conventional(service)));
		}));
	}

	/** Request a descriptor. Empty if the service has none that is readable. */
	private Mono<ServiceDescriptor> request(String owner, String service, Entry entry) {
		UsedConnection connection = new UsedConnection();
		return SequoiaWebClients
			.observed(this.client.get()
				.uri(URI.create("sequoia://" + service + "/descriptor/raw?owner=" + owner))
				.attributes(call(owner, service).attribute("/descriptor/raw"))
				.exchangeToMono(SequoiaWebClients::body))
			.contextWrite(connection::rememberedIn)
			// parsed on another thread, as descriptors are large and other calls share
			// the event loop
			.flatMap((body) -> connection
				.beside(Mono.deferContextual((context) -> Mono.justOrEmpty(read(service, body, entry, context)))))
			.onErrorResume((error) -> isNoDescriptor(service, error), (error) -> Mono.empty());
	}

	/**
	 * Read a descriptor. Most tenants of a service get the same content, which is read
	 * and held once for all of them.
	 */
	private @Nullable ServiceDescriptor read(String service, byte[] body, Entry entry, ContextView context) {
		Content content = new Content(service, digest(body));
		ServiceDescriptor known = this.entries.values()
			.map((other) -> other.descriptor(content))
			.filter(Objects::nonNull)
			.findAny()
			.orElse(null);
		ServiceDescriptor descriptor = (known != null) ? known : parse(service, body, context);
		if (descriptor != null) {
			entry.keep(descriptor, content);
		}
		return descriptor;
	}

	private static String digest(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static @Nullable ServiceDescriptor parse(String service, byte[] body, ContextView context) {
		try {
			return DescriptorParser.parse(service, body, context);
		}
		catch (JacksonException ex) {
			return null; // the caller reports it, and uses the conventions
		}
	}

	/**
	 * Tell whether the service itself answered that it has no descriptor. A failure of
	 * the registry is a failure of the call.
	 */
	private static boolean isNoDescriptor(String service, Throwable error) {
		boolean unreadable = error instanceof ResourceNotFoundException || error instanceof AccessDeniedException
				|| error instanceof InvalidResourceException || error instanceof MalformedResponseException;
		return unreadable && error instanceof SequoiaFailure failure && service.equals(failure.service());
	}

	private static Call call(String owner, String service) {
		return new Call(service, null, "descriptor", owner);
	}

	private record Key(String owner, String service) {
	}

	/**
	 * The content that a descriptor was read from.
	 *
	 * @param service the service, whose name the descriptor has
	 * @param digest the digest of the service's answer
	 */
	private record Content(String service, String digest) {
	}

	private final class Entry {

		private final SingleFlight<ServiceDescriptor> fetch;

		private volatile @Nullable ServiceDescriptor descriptor;

		private volatile @Nullable Content content;

		private volatile long validUntil;

		private volatile long askedAt;

		Entry(Key key) {
			this.fetch = new SingleFlight<>(call(key.owner(), key.service()), ServiceDescriptors.this.retry,
					ServiceDescriptors.this.nanoTime);
		}

		@Nullable ServiceDescriptor known() {
			ServiceDescriptor known = this.descriptor;
			boolean expired = known != null && !known.readable()
					&& ServiceDescriptors.this.nanoTime.getAsLong() - this.validUntil >= 0;
			return expired ? null : known;
		}

		void keep(ServiceDescriptor fetched, Content from) {
			asked();
			this.descriptor = fetched;
			this.content = from;
		}

		void asked() {
			this.askedAt = ServiceDescriptors.this.nanoTime.getAsLong();
		}

		boolean isTrusted() {
			return ServiceDescriptors.this.nanoTime.getAsLong() - this.askedAt < TRUSTED.toNanos();
		}

		/** Return the descriptor that was read from the same content, or null. */
		@Nullable ServiceDescriptor descriptor(Content same) {
			return same.equals(this.content) ? this.descriptor : null;
		}

		ServiceDescriptor keepForNow(ServiceDescriptor conventions) {
			this.validUntil = ServiceDescriptors.this.nanoTime.getAsLong() + CONVENTIONS_HOLD.toNanos();
			this.content = null;
			this.descriptor = conventions;
			return conventions;
		}

	}

}
