/**
 * The sandbox as a container of Testcontainers.
 */
@NullMarked
package io.sequoia.test.testcontainers;

import org.jspecify.annotations.NullMarked;
