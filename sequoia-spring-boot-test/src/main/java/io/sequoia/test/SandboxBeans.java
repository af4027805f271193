package io.sequoia.test;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
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
		return SequoiaConnectionDetails.of(URI.create(sandbox.registryUrl()), sandbox.owner(),
				Authentication.clientCredentials(sandbox.clientId(), sandbox.clientSecret()));
	}

}
