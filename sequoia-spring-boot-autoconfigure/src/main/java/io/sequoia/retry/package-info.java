/**
 * Repeats calls that failed, without blocking a thread: Spring Retry's policies and
 * listeners say whether, when and who is told, a small adapter drives them around a
 * {@code Mono}. No other package imports Spring Retry.
 */
@NullMarked
package io.sequoia.retry;

import org.jspecify.annotations.NullMarked;
