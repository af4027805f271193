/**
 * The client of the Sequoia platform. This package contains the types that all others
 * use: references and failures. The other packages:
 * <ul>
 * <li>{@code core}: {@code SequoiaTemplate} and {@code ReactiveSequoiaTemplate}, and the
 * engine below them; {@code core.query}: criteria; {@code core.mapping}: types and
 * JSON</li>
 * <li>{@code discovery}: the registry and the services' descriptors</li>
 * <li>{@code security}: tokens, and the addresses that may receive them</li>
 * <li>{@code identity}: users who log in, their permissions, tenants and passwords</li>
 * <li>{@code http}: connections and the filters for failures, correlation and logs</li>
 * <li>{@code retry}: retries</li>
 * <li>{@code correlation}: correlation ids</li>
 * <li>{@code autoconfigure}: properties and beans</li>
 * </ul>
 * Dependencies point one way, as the architecture test says.
 */
@NullMarked
package io.sequoia;

import org.jspecify.annotations.NullMarked;
