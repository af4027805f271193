/**
 * The template: operations on resources, blocking and reactive, on one engine.
 */
@NullMarked
package io.sequoia.core;

import org.jspecify.annotations.NullMarked;
