package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sequoia.autoconfigure.SequoiaProperties.WarmUp;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.security.SequoiaTokenSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs, when the application has started, the addresses and the authentication of the
 * client. If configured, it then connects to registry and identity service, so that the
 * first call need not. It only waits for required answers, and stops the application if
 * they do not come.
 */
final class SequoiaStart implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(SequoiaStart.class);

	private final ServiceRegistry registry;

	private final SequoiaTokenSource tokens;

	private final CorrelationIds ids;

	private final Settings settings;

	private final AtomicBoolean started = new AtomicBoolean();

	SequoiaStart(ServiceRegistry registry, SequoiaTokenSource tokens, CorrelationIds ids, Settings settings) {
		this.registry = registry;
		this.tokens = tokens;
		this.ids = ids;
		this.settings = settings;
	}

	/**
	 * Begin once: child contexts, such as that of a management port, publish the event as
	 * well.
	 */
	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (this.started.compareAndSet(false, true)) {
			logger.info(this.settings.description());
			switch (this.settings.warmUp()) {
				case FALSE -> logger.debug("The first call will request the registry's answer and a token");
				case TRUE -> warmUp();
				case REQUIRED -> require();
			}
		}
	}

	private void warmUp() {
		ContextView operation = this.ids.begin(Context.empty(), null);
		platform(operation).subscribe(
				(there) -> CorrelationIds.log(operation, "The registry's answer and a token were received",
						logger::debug),
				(error) -> CorrelationIds.log(operation,
						"The warm-up failed; the first call tries again: " + error.getMessage(), logger::warn));
	}

	private void require() {
		try {
			platform(this.ids.begin(Context.empty(), null)).block(this.settings.limit());
		}
		catch (RuntimeException ex) {
			throw new PlatformUnreachableException(ex);
		}
	}

	private Mono<Boolean> platform(ContextView operation) {
		return this.registry.services(this.settings.owner())
			.then(this.tokens.token(this.settings.owner()))
			.thenReturn(true)
			.contextWrite(operation);
	}

	/**
	 * The settings of the start.
	 *
	 * @param owner the tenant
	 * @param description the addresses and the authentication of the client, without
	 * secrets
	 * @param warmUp whether to connect at start
	 * @param limit the longest wait for required answers
	 */
	record Settings(String owner, String description, WarmUp warmUp, Duration limit) {

	}

}
