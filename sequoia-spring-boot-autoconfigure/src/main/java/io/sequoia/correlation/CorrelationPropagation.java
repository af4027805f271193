package io.sequoia.correlation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.sequoia.Internal;

/**
 * Makes the id of a thread known to Micrometer's context propagation. The id then travels
 * wherever the application propagates contexts: to the threads of an executor whose tasks
 * are decorated, and to and from Reactor contexts.
 */
@Internal
public final class CorrelationPropagation {

	/**
	 * Register the id. It stays registered: the accessor contains only the key, and other
	 * clients in this process may use the same one.
	 * @param registry the registry of accessors; a registry that has an accessor for the
	 * key, for example the application's own, is not changed
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
