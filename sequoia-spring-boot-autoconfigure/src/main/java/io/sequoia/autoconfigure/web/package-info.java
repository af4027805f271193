/**
 * Auto-configuration for applications that answer web requests with the platform's
 * results: failures as problem details, and numbered pages.
 */
@NullMarked
package io.sequoia.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
