/**
 * The cache of answers to reads: its keys, its stores, and the writes that make answers
 * useless.
 */
@NullMarked
package io.sequoia.core.cache;

import org.jspecify.annotations.NullMarked;
