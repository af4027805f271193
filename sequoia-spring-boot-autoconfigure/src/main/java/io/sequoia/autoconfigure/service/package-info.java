/**
 * HTTP interfaces of the application that call services of the platform.
 */
@NullMarked
package io.sequoia.autoconfigure.service;

import org.jspecify.annotations.NullMarked;
