/**
 * Calls: their description, their values in the Reactor context for attempts and
 * requests, and the effect of their requests.
 */
@NullMarked
package io.sequoia.call;

import org.jspecify.annotations.NullMarked;
