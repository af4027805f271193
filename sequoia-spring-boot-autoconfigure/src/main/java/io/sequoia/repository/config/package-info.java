/**
 * Finds repository interfaces and registers beans for them.
 */
@NullMarked
package io.sequoia.repository.config;

import org.jspecify.annotations.NullMarked;
