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
 * The filters that the methods of a repository use, compared with those that the service
 * has (docs/protocol.md, section 3). The service's filters are known once its descriptor
 * has been read, which the first call does. Thread-safe.
 */
final class Filters {

	private static final Log logger = LogFactory.getLog(Filters.class);

	private final SequoiaResource resource;

	private final List<Use> uses = new CopyOnWriteArrayList<>();

	/** The filters of the service; empty if its descriptor lists none. */
	private volatile @Nullable Map<String, Filter> known;

	Filters(SequoiaResource resource) {
		this.resource = resource;
	}

	/**
	 * Add a method.
	 * @param method the method
	 * @param properties the properties that it compares, by the name of the filter
	 * @return the check to make when the method is called
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
	 * Compare the service's filters, and report the methods that use a filter which it
	 * does not have.
	 * @param descriptor the service's descriptor
	 */
	synchronized void learn(ServiceDescriptor descriptor) {
		if (this.known == null) {
			this.known = descriptor.find(this.resource.name()).map(ResourceDescriptor::filters).orElse(Map.of());
			this.uses.forEach((use) -> use.missing().ifPresent(logger::warn));
		}
	}

	/**
	 * The filters that one method uses.
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
		 * Check a call, if the service's filters are known.
		 * @throws InvalidCriteriaException if the call uses a filter that the service
		 * does not have
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
			return Optional.of(this.method + " cannot be answered: it filters by property '"
					+ this.properties.get(missing.get(0)) + "', but the service '" + Filters.this.resource.service()
					+ "' has no filter '" + missing.get(0) + "' of '" + Filters.this.resource.name()
					+ "'; its filters are " + String.join(", ", new TreeSet<>(filters.keySet()))
					+ ". If it has a filter that its descriptor does not contain, write the query with @Query");
		}

	}

}
