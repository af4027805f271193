package io.sequoia.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

import org.springframework.util.ReflectionUtils;

/**
 * Creates commands with the platform and the terminal, and all else as picocli does.
 */
record CommandFactory(Platform platform, Terminal terminal) implements IFactory {

	@Override
	public <K> K create(Class<K> type) throws Exception {
		if (!PlatformCommand.class.isAssignableFrom(type)) {
			return CommandLine.defaultFactory().create(type);
		}
		return ReflectionUtils.accessibleConstructor(type, Platform.class, Terminal.class)
			.newInstance(this.platform, this.terminal);
	}

}
