/**
 * An application with a repository that cannot be created.
 */
package io.sequoia.newcomer.films;
