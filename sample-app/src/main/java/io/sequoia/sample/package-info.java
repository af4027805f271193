/**
 * A catalogue service built with the Sequoia starter.
 */
@NullMarked
package io.sequoia.sample;

import org.jspecify.annotations.NullMarked;
