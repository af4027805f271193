/**
 * The command line of the platform.
 */
@NullMarked
package io.sequoia.cli;

import org.jspecify.annotations.NullMarked;
