/**
 * How a call proves who it is: tokens, the filters that apply them, and the users who log
 * in and out (PROTOCOL 2).
 */
@NullMarked
package io.sequoia.security;

import org.jspecify.annotations.NullMarked;
