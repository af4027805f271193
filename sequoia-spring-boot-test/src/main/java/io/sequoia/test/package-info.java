/**
 * Tests of what an application does with the Sequoia platform: a slice of the
 * application, and a sandbox to run it on.
 */
@NullMarked
package io.sequoia.test;

import org.jspecify.annotations.NullMarked;
