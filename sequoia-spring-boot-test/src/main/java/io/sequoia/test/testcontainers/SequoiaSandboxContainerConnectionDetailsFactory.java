package io.sequoia.test.testcontainers;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes connection details of a {@link SequoiaSandboxContainer} that is annotated with
 * {@code @ServiceConnection}.
 */
class SequoiaSandboxContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<SequoiaSandboxContainer, SequoiaConnectionDetails> {

	@Override
	protected SequoiaConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<SequoiaSandboxContainer> source) {
		return new SandboxContainerConnectionDetails(source);
	}

	private static final class SandboxContainerConnectionDetails
			extends ContainerConnectionDetails<SequoiaSandboxContainer> implements SequoiaConnectionDetails {

		private SandboxContainerConnectionDetails(ContainerConnectionSource<SequoiaSandboxContainer> source) {
			super(source);
		}

		@Override
		public URI registryUrl() {
			return URI.create(getContainer().getRegistryUrl());
		}

		@Override
		public String owner() {
			return getContainer().getOwner();
		}

		@Override
		public boolean allowInsecure() {
			return true; // the engine may be on another host
		}

		@Override
		public Authentication authentication() {
			return Authentication.clientCredentials(getContainer().getClientId(), getContainer().getClientSecret());
		}

	}

}
