package io.sequoia.test.catalogue;

/**
 * A value with a JSON form of its own.
 */
record Shout(String text) {

}
