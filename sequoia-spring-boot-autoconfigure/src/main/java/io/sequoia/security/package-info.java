/**
 * Tokens: where they come from, the filters that apply them to requests, and the login of
 * a user that takes their place.
 */
@NullMarked
package io.sequoia.security;

import org.jspecify.annotations.NullMarked;
