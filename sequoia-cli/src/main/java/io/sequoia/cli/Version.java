package io.sequoia.cli;

import java.util.Objects;

import picocli.CommandLine.IVersionProvider;

/**
 * Returns the version in the manifest.
 */
final class Version implements IVersionProvider {

	@Override
	public String[] getVersion() {
		return new String[] {
				Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development") };
	}

}
