/**
 * A catalogue service on the Sequoia platform. Start reading at {@code Content}, what the
 * service is about, and {@code ContentController}, what it offers.
 */
@NullMarked
package io.sequoia.sample;

import org.jspecify.annotations.NullMarked;
