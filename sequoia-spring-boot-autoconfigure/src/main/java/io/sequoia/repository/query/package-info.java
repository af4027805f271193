/**
 * Converts methods of repositories to criteria, and the answers of a service to the types
 * that the methods return. Nothing is filtered or sorted in the client: a query that the
 * protocol cannot express is refused when the repository is created.
 */
@NullMarked
package io.sequoia.repository.query;

import org.jspecify.annotations.NullMarked;
