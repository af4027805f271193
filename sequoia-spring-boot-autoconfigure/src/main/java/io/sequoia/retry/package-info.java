/**
 * Repeats calls that failed, without blocking a thread. Three small contracts let an
 * application take part: {@code RetryCondition} decides which failures are followed by a
 * further attempt, {@code RetryWaits} how long to wait, and {@code RetryObserver} is
 * told. Kinds of Spring Framework are translated here, those of Spring Retry in the
 * package {@code springretry}.
 */
@NullMarked
package io.sequoia.retry;

import org.jspecify.annotations.NullMarked;
