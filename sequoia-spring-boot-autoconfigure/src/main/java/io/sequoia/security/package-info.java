/**
 * How a call proves who it is: tokens and the filter that applies them (PROTOCOL 2).
 */
@NullMarked
package io.sequoia.security;

import org.jspecify.annotations.NullMarked;
