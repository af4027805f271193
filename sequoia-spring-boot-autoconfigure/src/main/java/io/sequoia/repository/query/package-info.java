/**
 * From methods of repositories to criteria, and from what a service answers to what the
 * methods return. Nothing is filtered or sorted here: what the protocol cannot express is
 * refused when the repository is created.
 */
@NullMarked
package io.sequoia.repository.query;

import org.jspecify.annotations.NullMarked;
