package io.sequoia.correlation;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.sequoia.ContextValues;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.IdGenerator;

/**
 * Gives every operation its correlation id (docs/protocol.md, section 9), the first of
 * these that exists:
 * <ol>
 * <li>the id that the caller gave for the call</li>
 * <li>the id of the operation that the call is part of</li>
 * <li>the configured id</li>
 * <li>the adopted id: the value under the MDC key in the caller's Reactor context, or
 * else in the logging context (MDC) of a thread that may block</li>
 * <li>{@code user/application/uuid} if both are configured</li>
 * <li>a UUID of version 4</li>
 * </ol>
 * The id travels in the Reactor context, so that all requests of an operation carry the
 * same one. Thread-safe.
 */
public final class CorrelationIds {

	private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

	/**
	 * Ids must be unique but need not be secret, so a generator that never blocks is
	 * used.
	 */
	private static final IdGenerator GENERATOR = new AlternativeJdkIdGenerator();

	private static final Object KEY = CorrelationIds.class;

	private final Settings settings;

	private final Supplier<String> source;

	/**
	 * Create a source of ids with the other settings at their defaults: it adopts ids,
	 * and logs them under {@code correlationId}.
	 * @param id the id of every operation, or {@code null} for a new one each
	 * @param userId the user's part of new ids
	 * @param applicationId the application's part of new ids
	 * @throws IllegalArgumentException if a part contains characters that a correlation
	 * id must not have
	 */
	public CorrelationIds(@Nullable String id, @Nullable String userId, @Nullable String applicationId) {
		this(new Settings(id, userId, applicationId, "correlationId", true));
	}

	/**
	 * Create a source of ids.
	 * @param settings the sources of ids and their names
	 * @throws IllegalArgumentException if a part contains characters that a correlation
	 * id must not have
	 */
	public CorrelationIds(Settings settings) {
		this.settings = settings;
		this.source = source(settings.id(), settings.userId(), settings.applicationId());
	}

	private static Supplier<String> source(@Nullable String id, @Nullable String userId,
			@Nullable String applicationId) {
		if (id != null) {
			String fixed = requireValid(id);
			return () -> fixed;
		}
		if (userId != null && applicationId != null) {
			String prefix = userId + "/" + applicationId + "/";
			requireValid(prefix + uuid());
			return () -> prefix + uuid();
		}
		return () -> uuid().toString();
	}

	/** Set the bits of version 4, without which parsers refuse the id. */
	private static UUID uuid() {
		UUID random = GENERATOR.generateId();
		return new UUID(random.getMostSignificantBits() & ~0xF000L | 0x4000L,
				random.getLeastSignificantBits() & ~(0b11L << 62) | 0b10L << 62);
	}

	/**
	 * Begin an operation, on the thread that calls it.
	 * @param caller the context of the caller; an id in it is used
	 * @param given the id that the caller gave for this call, or {@code null}
	 * @return the values to write to the context of every part of the operation, which is
	 * the caller's with these values
	 */
	public ContextView begin(ContextView caller, @Nullable String given) {
		String id = (given != null) ? given : current(caller);
		BlockingThread.tell(mdcKey(), id);
		return ContextValues.only(caller, KEY, new Id(id, mdcKey()));
	}

	/**
	 * Tell whether an operation has begun.
	 * @param context the context
	 * @return {@code true} if it has all the values that {@link #begin} returns
	 */
	public boolean isBegun(ContextView context) {
		Id known = ContextValues.find(context, KEY);
		return known != null && mdcKey().equals(known.mdcKey());
	}

	private String current(ContextView caller) {
		String running = find(caller);
		if (running != null) {
			return running;
		}
		String adopted = isAdopting() ? adopted(caller) : null;
		return (adopted != null) ? adopted : this.source.get();
	}

	/**
	 * Find the id to adopt. A thread that must not block serves many callers in turn, so
	 * its logging context is ignored.
	 */
	private @Nullable String adopted(ContextView caller) {
		Object known = caller.getOrDefault(mdcKey(), null);
		if (known == null && !Schedulers.isInNonBlockingThread()) {
			known = LoggingContext.get(mdcKey());
		}
		return (known instanceof String id && isValid(id)) ? id : null;
	}

	/**
	 * Choose the id for all operations while an inbound request is served.
	 * @param inbound the id in the request's header, if any
	 * @return that id, or a new one if it is not valid; {@code null} if the request had
	 * none, or if ids are not adopted
	 */
	@Nullable String adopt(@Nullable String inbound) {
		if (inbound == null || !isAdopting()) {
			return null;
		}
		return isValid(inbound) ? inbound : this.source.get();
	}

	private boolean isAdopting() {
		return this.settings.adopting() && this.settings.id() == null;
	}

	/**
	 * Return the name of the id in the logging context (MDC) of threads, and in the
	 * Reactor context of callers.
	 * @return the key
	 */
	public String mdcKey() {
		return this.settings.mdcKey();
	}

	/**
	 * Find the id of the operation that a context belongs to.
	 * @param context the context
	 * @return the id, or {@code null}
	 */
	public static @Nullable String find(ContextView context) {
		Id known = ContextValues.find(context, KEY);
		return (known != null) ? known.value() : null;
	}

	/**
	 * Put an id into a context, where it takes precedence over a configured one.
	 * @param context the context
	 * @param id the id
	 * @return the context with the id
	 * @throws IllegalArgumentException if the text cannot be a correlation id
	 */
	public static Context put(Context context, String id) {
		return ContextValues.put(context, KEY, new Id(requireValid(id), null));
	}

	/**
	 * Write a log line of an operation on any thread, with the id in the line and,
	 * meanwhile, in the logging context. The observation of the operation is current
	 * meanwhile, so that a tracer adds its ids to the logging context. A handler of
	 * observations that fails then has no effect on the operation.
	 * @param context the context of the operation; without an id in it the line is
	 * written unchanged
	 * @param line the line
	 * @param logger writes the line
	 */
	public static void log(ContextView context, String line, Consumer<String> logger) {
		Observation observation = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (observation == null || observation.isNoop()) {
			write(context, line, logger);
			return;
		}
		AtomicReference<Observation.Scope> current = new AtomicReference<>();
		watch(() -> current.set(observation.openScope()));
		try {
			write(context, line, logger);
		}
		finally {
			Observation.Scope opened = current.get();
			if (opened != null) {
				watch(opened::close);
			}
		}
	}

	/** Run code of handlers, whose failures must not keep the answer from the caller. */
	private static void watch(Runnable code) {
		try {
			code.run();
		}
		catch (Throwable ex) {
			LogFactory.getLog(CorrelationIds.class)
				.warn("A handler of observations failed for a log line; the call goes on", ex);
		}
	}

	private static void write(ContextView context, String line, Consumer<String> logger) {
		Id id = ContextValues.find(context, KEY);
		if (id == null || id.mdcKey() == null) {
			logger.accept(line);
			return;
		}
		LoggingContext.Scope scope = LoggingContext.with(id.mdcKey(), id.value());
		try {
			logger.accept(Details.of(id.value(), null, null).describe(line));
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Tell whether a text can be a correlation id.
	 * @param id the text
	 * @return {@code true} if it consists of 1 to 128 of the characters {@code
	 * [A-Za-z0-9._:/=+-]}
	 */
	public static boolean isValid(String id) {
		return VALID.matcher(id).matches();
	}

	/**
	 * Refuse a text that cannot be a correlation id.
	 * @param id the text
	 * @return the text
	 * @throws IllegalArgumentException if it cannot be a correlation id
	 */
	public static String requireValid(String id) {
		if (!isValid(id)) {
			throw new IllegalArgumentException("'" + Printable.of(id)
					+ "' cannot be a correlation id: use 1 to 128 of the characters A-Z, a-z, 0-9 and ._:/=+-");
		}
		return id;
	}

	/**
	 * The sources of ids and their names.
	 *
	 * @param id the id of every operation, or {@code null} for a new one each
	 * @param userId the user's part of new ids
	 * @param applicationId the application's part of new ids
	 * @param mdcKey the name of the id in the logging context and in the Reactor context
	 * of callers
	 * @param adopting whether an id that exists already under that name is used
	 */
	public record Settings(@Nullable String id, @Nullable String userId, @Nullable String applicationId, String mdcKey,
			boolean adopting) {
	}

	/**
	 * The id of an operation, and its name in the logging context.
	 *
	 * @param value the id
	 * @param mdcKey the name, or {@code null} before the operation has begun
	 */
	private record Id(String value, @Nullable String mdcKey) {
	}

}
