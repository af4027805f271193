package io.sequoia.sandbox;

/**
 * One key of a sort order.
 */
record SortKey(String path, ValueType type, boolean descending, boolean missingIsHigh) {

}
