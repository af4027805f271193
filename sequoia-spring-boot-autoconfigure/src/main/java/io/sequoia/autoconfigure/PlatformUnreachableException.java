package io.sequoia.autoconfigure;

/**
 * Stops the start of an application that requires the platform ({@code sequoia.warm-up}).
 */
final class PlatformUnreachableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	PlatformUnreachableException(RuntimeException cause) {
		super("The Sequoia platform is required and cannot be used: " + cause.getMessage(), cause);
	}

}
