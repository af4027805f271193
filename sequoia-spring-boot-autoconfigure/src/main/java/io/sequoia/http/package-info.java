/**
 * The HTTP client of all calls: connections, limits, and the exchange filters for
 * correlation, logging and failures.
 */
@NullMarked
package io.sequoia.http;

import org.jspecify.annotations.NullMarked;
