/**
 * An application without repositories.
 */
package io.sequoia.newcomer.plain;
