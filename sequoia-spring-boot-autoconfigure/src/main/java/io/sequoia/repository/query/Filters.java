package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The filters that the methods of a repository ask by, and those that the service has
 * (PROTOCOL 3). The latter are known when the service's descriptor is first read, which
 * the first call does. Thread-safe.
 */
final class Filters {

	private static final Log logger = LogFactory.getLog(Filters.class);

	private final SequoiaResource resource;

	private final List<Use> uses = new CopyOnWriteArrayList<>();

	/** What the service has; empty if it does not say. */
	private volatile @Nullable Map<String, Filter> known;

	Filters(SequoiaResource resource) {
		this.resource = resource;
	}

	/**
	 * Add a method.
	 * @param method the method
	 * @param properties the properties that it asks by, by the name of the filter
	 * @return what is checked when it is called
	 */
	Use use(String method, Map<String, String> properties) {
		Use use = new Use(method, properties);
		this.uses.add(use);
		return use;
	}

	boolean isKnown() {
		return this.known != null;
	}

	/**
	 * Take a look at the service, and report the methods that ask by what it has not.
	 * @param descriptor what it says
	 */
	synchronized void learn(ServiceDescriptor descriptor) {
		if (this.known == null) {
			this.known = descriptor.find(this.resource.name()).map(ResourceDescriptor::filters).orElse(Map.of());
			this.uses.forEach((use) -> use.missing().ifPresent(logger::warn));
		}
	}

	/**
	 * What one method asks by.
	 */
	final class Use {

		private final String method;

		private final Map<String, String> properties;

		private Use(String method, Map<String, String> properties) {
			this.method = method;
			this.properties = properties;
		}

		Filters filters() {
			return Filters.this;
		}

		/**
		 * Check a call, as far as the service is known.
		 * @throws InvalidCriteriaException if it asks by a filter that the service does
		 * not have
		 */
		void check() {
			missing().ifPresent((message) -> {
				throw new InvalidCriteriaException(message);
			});
		}

		private Optional<String> missing() {
			Map<String, Filter> filters = Filters.this.known;
			if (filters == null || filters.isEmpty() || filters.keySet().containsAll(this.properties.keySet())) {
				return Optional.empty();
			}
			List<String> missing = new ArrayList<>(this.properties.keySet());
			missing.removeAll(filters.keySet());
			return Optional.of(this.method + " cannot be answered: it asks by property '"
					+ this.properties.get(missing.get(0)) + "', but the service '" + Filters.this.resource.service()
					+ "' has no filter '" + missing.get(0) + "' of '" + Filters.this.resource.name()
					+ "'; its filters are " + String.join(", ", new TreeSet<>(filters.keySet()))
					+ ". If it has one that it does not describe, write the query by @Query");
		}

	}

}
