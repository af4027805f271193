package io.sequoia.test;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.sandbox.SequoiaSandbox;

/**
 * Makes the beans of a test with a sandbox.
 */
final class SandboxBeans {

	private SandboxBeans() {
	}

	static SequoiaSandbox start(String owner, String[] furtherOwners, boolean emptyCatalogue,
			boolean originPerService) {
		SequoiaSandbox.Builder builder = SequoiaSandbox.builder().owner(owner).furtherOwners(furtherOwners);
		if (emptyCatalogue) {
			builder.emptyCatalogue();
		}
		if (originPerService) {
			builder.originPerService();
		}
		return builder.start();
	}

	static SequoiaConnectionDetails connection(SequoiaSandbox sandbox) {
		return new SandboxConnectionDetails(sandbox);
	}

	private record SandboxConnectionDetails(SequoiaSandbox sandbox) implements SequoiaConnectionDetails {

		@Override
		public URI registryUrl() {
			return URI.create(this.sandbox.registryUrl());
		}

		@Override
		public String owner() {
			return this.sandbox.owner();
		}

		@Override
		public Authentication authentication() {
			return Authentication.clientCredentials(this.sandbox.clientId(), this.sandbox.clientSecret());
		}

	}

}
