package io.sequoia.repository.boot;

/**
 * A fragment of a repository with the application's own implementation.
 */
interface Shelf {

	String label();

}
