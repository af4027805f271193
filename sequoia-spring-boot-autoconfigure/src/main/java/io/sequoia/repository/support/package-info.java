/**
 * What stands behind repository interfaces: factories, and the classes that run the
 * methods every repository has.
 */
@NullMarked
package io.sequoia.repository.support;

import org.jspecify.annotations.NullMarked;
