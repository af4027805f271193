/**
 * Auto-configuration for applications that answer web requests with what the platform
 * tells: failures as problem details, and pages that are asked for by number.
 */
@NullMarked
package io.sequoia.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
