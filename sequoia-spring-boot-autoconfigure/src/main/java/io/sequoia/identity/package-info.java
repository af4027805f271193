/**
 * The operations of the identity service for users: login and logout, permissions,
 * tenants and passwords, blocking and reactive. Built on the engine of package {@code
 * core}; the tokens themselves are a matter of package {@code security}.
 */
@NullMarked
package io.sequoia.identity;

import org.jspecify.annotations.NullMarked;
