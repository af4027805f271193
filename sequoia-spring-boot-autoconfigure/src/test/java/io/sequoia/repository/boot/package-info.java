/**
 * An application with repositories, and the tests that start it. It has a package of its
 * own, as Boot searches the packages of an application for repositories.
 */
package io.sequoia.repository.boot;
