/**
 * A local Sequoia platform in one process: registry, identity service and data services.
 */
@NullMarked
package io.sequoia.sandbox;

import org.jspecify.annotations.NullMarked;
