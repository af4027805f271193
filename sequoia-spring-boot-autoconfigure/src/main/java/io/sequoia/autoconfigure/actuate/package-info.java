/**
 * The client in the application's actuator: an endpoint, and what the info endpoint
 * tells.
 */
@NullMarked
package io.sequoia.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
