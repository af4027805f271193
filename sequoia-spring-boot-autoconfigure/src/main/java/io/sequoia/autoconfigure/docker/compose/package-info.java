/**
 * The connection to a sandbox that Docker Compose runs.
 */
@NullMarked
package io.sequoia.autoconfigure.docker.compose;

import org.jspecify.annotations.NullMarked;
