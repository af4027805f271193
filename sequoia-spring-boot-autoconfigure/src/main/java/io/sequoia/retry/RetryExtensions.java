package io.sequoia.retry;

import java.util.List;
import java.util.stream.Stream;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of the retries by an application.
 *
 * @param condition decides which failures are followed by a further attempt; {@code null}
 * to decide by the settings
 * @param waits determines the waits; {@code null} for those of the settings
 * @param observers are informed of attempts, in this order
 */
@Internal
public record RetryExtensions(@Nullable RetryCondition condition, @Nullable RetryWaits waits,
		List<RetryObserver> observers) {

	/**
	 * No extensions.
	 */
	public static final RetryExtensions NONE = new RetryExtensions(null, null, List.of());

	public RetryExtensions {
		observers = List.copyOf(observers);
	}

	/**
	 * Join extensions.
	 * @param parts the extensions
	 * @return all of them
	 * @throws IllegalStateException if two of them have a condition or waits
	 */
	public static RetryExtensions join(List<RetryExtensions> parts) {
		return new RetryExtensions(only(parts.stream().flatMap((part) -> Stream.ofNullable(part.condition()))),
				only(parts.stream().flatMap((part) -> Stream.ofNullable(part.waits()))),
				parts.stream().flatMap((part) -> part.observers().stream()).toList());
	}

	private static <E> @Nullable E only(Stream<E> parts) {
		List<E> all = parts.toList();
		if (all.size() > 1) {
			throw new IllegalStateException("Both " + all.get(0) + " and " + all.get(1)
					+ " decide on the retries of this client; mark only one of them with @SequoiaRetry");
		}
		return all.isEmpty() ? null : all.get(0);
	}

}
