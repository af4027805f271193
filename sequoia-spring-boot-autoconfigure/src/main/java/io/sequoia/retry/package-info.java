/**
 * Repeats calls that failed, without blocking a thread. Three small contracts let an
 * application take part: {@code RetryCondition} decides which failures are followed by a
 * further attempt, {@code RetryWaits} determines the waits, and {@code RetryObserver} is
 * informed. Types of Spring Framework are adapted here, those of Spring Retry in the
 * package {@code springretry}.
 */
@NullMarked
package io.sequoia.retry;

import org.jspecify.annotations.NullMarked;
