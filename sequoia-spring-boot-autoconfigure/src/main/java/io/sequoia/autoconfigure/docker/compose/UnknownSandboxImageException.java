package io.sequoia.autoconfigure.docker.compose;

/**
 * An image of a Compose file looks like a sandbox, and nothing says whether it is one.
 */
final class UnknownSandboxImageException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	UnknownSandboxImageException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
