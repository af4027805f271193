/**
 * The classes behind repository interfaces: factories, and the implementations of the
 * methods that every repository has.
 */
@NullMarked
package io.sequoia.repository.support;

import org.jspecify.annotations.NullMarked;
