/**
 * Where services are and what they offer: the registry (PROTOCOL 1) and the services'
 * descriptors (PROTOCOL 3).
 */
@NullMarked
package io.sequoia.discovery;

import org.jspecify.annotations.NullMarked;
