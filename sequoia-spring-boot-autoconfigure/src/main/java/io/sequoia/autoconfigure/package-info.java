/**
 * Configuration properties, their validation and the auto-configuration of the client.
 */
@NullMarked
package io.sequoia.autoconfigure;

import org.jspecify.annotations.NullMarked;
