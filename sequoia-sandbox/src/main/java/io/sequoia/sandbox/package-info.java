/**
 * A local Sequoia platform in one process: registry, identity service and data services.
 * {@link io.sequoia.sandbox.SequoiaSandbox} is the way in for tests,
 * {@link io.sequoia.sandbox.SequoiaSandboxMain} the one for a shell; a request travels
 * from {@code SandboxServer} over {@code Router} to one {@code …Endpoint}.
 */
@NullMarked
package io.sequoia.sandbox;

import org.jspecify.annotations.NullMarked;
