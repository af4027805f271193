package io.sequoia.autoconfigure;

import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.security.SequoiaTokenSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Asks registry and identity service when the application has started, so that the first
 * call need not. A failure stops nothing: the first call asks again.
 */
final class SequoiaWarmUp implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(SequoiaWarmUp.class);

	private final ServiceRegistry registry;

	private final SequoiaTokenSource tokens;

	private final CorrelationIds ids;

	private final String owner;

	SequoiaWarmUp(ServiceRegistry registry, SequoiaTokenSource tokens, CorrelationIds ids, String owner) {
		this.registry = registry;
		this.tokens = tokens;
		this.ids = ids;
		this.owner = owner;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		ContextView operation = this.ids.begin(Context.empty(), null);
		this.registry.services(this.owner)
			.then(this.tokens.token(this.owner))
			.contextWrite(operation)
			.subscribe((token) -> CorrelationIds.log(operation, "Registry and token are there", logger::debug),
					(error) -> CorrelationIds.log(operation,
							"The warm-up failed, the first call tries again: " + error.getMessage(), logger::warn));
	}

}
