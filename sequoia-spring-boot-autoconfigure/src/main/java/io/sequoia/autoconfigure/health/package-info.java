/**
 * The health of the platform in the application's health endpoint.
 */
@NullMarked
package io.sequoia.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
