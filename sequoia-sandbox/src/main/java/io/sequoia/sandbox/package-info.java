/**
 * A local Sequoia platform in one process: registry, identity service and data services.
 * Tests start it by {@link io.sequoia.sandbox.SequoiaSandbox}, a shell by
 * {@link io.sequoia.sandbox.SequoiaSandboxMain}. A request passes {@code SandboxServer}
 * and {@code Router} to one {@code …Endpoint}.
 */
@NullMarked
package io.sequoia.sandbox;

import org.jspecify.annotations.NullMarked;
