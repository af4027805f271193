/**
 * What the application's health endpoint tells of the platform.
 */
@NullMarked
package io.sequoia.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
