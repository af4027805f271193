package io.sequoia.sandbox;

/**
 * A filter: the parameter, the field that it looks at, and how its values compare.
 */
record FilterSchema(String name, String path, ValueType type) {

}
