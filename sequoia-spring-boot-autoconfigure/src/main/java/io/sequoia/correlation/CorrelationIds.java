package io.sequoia.correlation;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Gives every operation its correlation id (PROTOCOL 9): a configured id, else
 * {@code user/application/uuid} where both are configured, else a uuid. The id travels in
 * the Reactor context, so that all requests of an operation carry the same one.
 * Thread-safe.
 */
public final class CorrelationIds {

	private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

	private static final Object KEY = CorrelationIds.class;

	private final Supplier<String> source;

	/**
	 * Create a source of ids.
	 * @param id the id of every operation, or {@code null} for a new one each
	 * @param userId the user's part of new ids
	 * @param applicationId the application's part of new ids
	 * @throws IllegalArgumentException if a part cannot stand in a correlation id
	 */
	public CorrelationIds(@Nullable String id, @Nullable String userId, @Nullable String applicationId) {
		if (id != null) {
			String fixed = requireValid(id);
			this.source = () -> fixed;
		}
		else if (userId != null && applicationId != null) {
			String prefix = userId + "/" + applicationId + "/";
			requireValid(prefix + UUID.randomUUID());
			this.source = () -> prefix + UUID.randomUUID();
		}
		else {
			this.source = () -> UUID.randomUUID().toString();
		}
	}

	/**
	 * The id for an operation that begins now.
	 * @param context the context of the caller; an id in it goes on
	 * @return the id
	 */
	public String current(ContextView context) {
		String adopted = find(context);
		return (adopted != null) ? adopted : this.source.get();
	}

	/**
	 * Find the id of the operation that a context belongs to.
	 * @param context the context
	 * @return the id, or {@code null}
	 */
	public static @Nullable String find(ContextView context) {
		return context.getOrDefault(KEY, null);
	}

	/**
	 * Give a context an id.
	 * @param context the context
	 * @param id the id
	 * @return the context with the id
	 */
	public static Context put(Context context, String id) {
		return context.put(KEY, id);
	}

	/**
	 * Whether a text can be a correlation id.
	 * @param id the text
	 * @return whether it is 1 to 128 of the characters {@code [A-Za-z0-9._:/=+-]}
	 */
	public static boolean isValid(String id) {
		return VALID.matcher(id).matches();
	}

	/**
	 * Refuse a text that cannot be a correlation id.
	 * @param id the text
	 * @return the text
	 * @throws IllegalArgumentException if it cannot
	 */
	public static String requireValid(String id) {
		if (!isValid(id)) {
			throw new IllegalArgumentException("'" + Printable.of(id)
					+ "' cannot be a correlation id: use 1 to 128 of the characters A-Z, a-z, 0-9 and ._:/=+-");
		}
		return id;
	}

}
