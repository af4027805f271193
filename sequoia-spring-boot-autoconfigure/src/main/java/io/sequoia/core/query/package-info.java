/**
 * What to ask a collection for, in the language of the protocol (PROTOCOL 6): criteria,
 * the fields that they compare, inclusions and sort orders.
 */
@NullMarked
package io.sequoia.core.query;

import org.jspecify.annotations.NullMarked;
