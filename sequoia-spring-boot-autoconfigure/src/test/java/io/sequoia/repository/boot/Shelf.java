package io.sequoia.repository.boot;

/**
 * A fragment of a repository that an application writes itself.
 */
interface Shelf {

	String label();

}
