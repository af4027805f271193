/**
 * Repositories of Spring Data over resources: interfaces to extend and the annotations of
 * their methods.
 */
@NullMarked
package io.sequoia.repository;

import org.jspecify.annotations.NullMarked;
