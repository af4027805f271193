package io.sequoia.autoconfigure;

import io.sequoia.Internal;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound about the few places that may wait in a thread that must not block,
 * once in the life of a client each: the set-up for the first call, which is made by one
 * thread for all. Nothing else of the client waits in such a thread. BlockHound finds
 * this class by the JDK's {@link java.util.ServiceLoader}.
 */
@Internal
public final class SequoiaBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("io.sequoia.http.LazyWebClient", "client")
			.allowBlockingCallsInside("io.sequoia.http.ReplaceableConnector$Generation", "connector")
			.allowBlockingCallsInside("io.sequoia.core.mapping.ResourceType", "entity")
			.allowBlockingCallsInside("io.sequoia.autoconfigure.LazyResourceConstraints", "constraints");
	}

}
