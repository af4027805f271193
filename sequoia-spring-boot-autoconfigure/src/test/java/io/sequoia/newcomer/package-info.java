/**
 * Tests of what an application tells a developer who uses the client for the first time:
 * the messages after usual mistakes, and the log in an outage. Each application has a
 * package of its own, as Boot searches it for repositories.
 */
package io.sequoia.newcomer;
