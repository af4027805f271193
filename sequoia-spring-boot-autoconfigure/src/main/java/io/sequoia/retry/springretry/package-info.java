/**
 * Lets Spring Retry's policies, back-offs and listeners take part in the retries of this
 * client. No other package imports Spring Retry, and nothing here is used without its
 * jar.
 */
@NullMarked
package io.sequoia.retry.springretry;

import org.jspecify.annotations.NullMarked;
