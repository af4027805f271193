package io.sequoia.security;

import java.time.Duration;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The state of the token of one tenant, for operators. It does not contain the token.
 *
 * @param owner the tenant
 * @param state {@code present}, {@code expired}, {@code missing}, or {@code refused}
 * while the identity service is not asked again because of its last answer
 * @param age the time since the token was received, or {@code null} without one
 */
@Internal
public record TokenReport(String owner, String state, @Nullable Duration age) {

}
