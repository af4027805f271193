/**
 * References, failures and the map of the client.
 */
@NullMarked
package io.sequoia;

import org.jspecify.annotations.NullMarked;
