/**
 * The registry, which knows the addresses of services (docs/protocol.md, section 1), and
 * the services' descriptors, which list their resources and endpoints (docs/protocol.md,
 * section 3).
 */
@NullMarked
package io.sequoia.discovery;

import org.jspecify.annotations.NullMarked;
