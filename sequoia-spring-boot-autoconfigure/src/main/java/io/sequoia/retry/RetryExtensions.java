package io.sequoia.retry;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Holds what an application brings to the retries.
 *
 * @param condition decides which failures are followed by a further attempt; {@code null}
 * to decide by the settings
 * @param waits decides how long to wait; {@code null} to wait as the settings say
 * @param observers are told of attempts, in this order
 */
public record RetryExtensions(@Nullable RetryCondition condition, @Nullable RetryWaits waits,
		List<RetryObserver> observers) {

	/**
	 * Nothing is brought.
	 */
	public static final RetryExtensions NONE = new RetryExtensions(null, null, List.of());

	public RetryExtensions {
		observers = List.copyOf(observers);
	}

	/**
	 * Join what is brought in several ways.
	 * @param parts the parts
	 * @return all of them
	 * @throws IllegalStateException if more than one of them decides on the same
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
