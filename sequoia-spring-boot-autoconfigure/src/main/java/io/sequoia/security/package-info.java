/**
 * Tokens: their sources, the filters that apply them to requests, and the login of a
 * user, whose token replaces the configured one.
 */
@NullMarked
package io.sequoia.security;

import org.jspecify.annotations.NullMarked;
