/**
 * The starter measured beside a bare WebClient and a bare JDK client.
 */
@NullMarked
package io.sequoia.benchmarks;

import org.jspecify.annotations.NullMarked;
