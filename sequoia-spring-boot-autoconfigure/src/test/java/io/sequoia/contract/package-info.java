/**
 * Tests of the platform's protocol. They run for both templates, against the sandbox and
 * against a server that knows nothing but documented answers. {@link Proves} connects
 * each test with its row in {@code docs/protocol.md}.
 */
package io.sequoia.contract;
