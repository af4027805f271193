/**
 * A catalogue service on the Sequoia platform. Start reading at {@code Content}, the
 * resource, and {@code ContentController}, the endpoints.
 */
@NullMarked
package io.sequoia.sample;

import org.jspecify.annotations.NullMarked;
