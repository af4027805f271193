/**
 * Repeats calls that failed, without blocking a thread: Spring Retry's policies and
 * listeners decide whether, when and who is informed, and a small adapter applies them to
 * a {@code Mono}. No other package imports Spring Retry.
 */
@NullMarked
package io.sequoia.retry;

import org.jspecify.annotations.NullMarked;
