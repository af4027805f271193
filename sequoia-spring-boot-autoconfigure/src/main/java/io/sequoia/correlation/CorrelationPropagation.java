package io.sequoia.correlation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * Makes the id of a thread known to Micrometer's context propagation, so that it goes
 * wherever the application lets contexts go: to the threads of an executor whose tasks
 * are decorated, and to and from Reactor contexts.
 */
public final class CorrelationPropagation {

	/**
	 * Register the id. It stays registered: the accessor holds nothing but the key, and
	 * other clients in this process may use the same one.
	 * @param registry where to register it; one that knows the key, by the application's
	 * own accessor for example, stays as it is
	 * @param mdcKey the name of the id in the logging context and in Reactor contexts
	 */
	public CorrelationPropagation(ContextRegistry registry, String mdcKey) {
		boolean known = registry.getThreadLocalAccessors()
			.stream()
			.map(ThreadLocalAccessor::key)
			.anyMatch(mdcKey::equals);
		if (!known) {
			registry.registerThreadLocalAccessor(mdcKey, () -> LoggingContext.get(mdcKey),
					(id) -> LoggingContext.set(mdcKey, id), () -> LoggingContext.set(mdcKey, null));
		}
	}

}
