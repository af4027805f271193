/**
 * Describes calls: what is called, what a call leaves in the Reactor context for the
 * attempts and requests that it makes, and whether a request may have been applied.
 */
@NullMarked
package io.sequoia.call;

import org.jspecify.annotations.NullMarked;
