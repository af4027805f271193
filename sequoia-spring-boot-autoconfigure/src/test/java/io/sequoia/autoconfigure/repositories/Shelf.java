package io.sequoia.autoconfigure.repositories;

/**
 * A fragment of a repository that an application writes itself.
 */
interface Shelf {

	String label();

}
