package io.sequoia.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

/**
 * A command that uses the platform.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class PlatformCommand implements Callable<Integer> {

	private final Platform platform;

	private final Terminal terminal;

	PlatformCommand(Platform platform, Terminal terminal) {
		this.platform = platform;
		this.terminal = terminal;
	}

	final Platform platform() {
		return this.platform;
	}

	final Terminal terminal() {
		return this.terminal;
	}

}
