package io.sequoia.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.sequoia.DiscoveryException;
import io.sequoia.NameSuggestions;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

/**
 * The resource collections and business endpoints that a service offers
 * (docs/protocol.md, section 3).
 *
 * @param name the name of the service
 * @param title its title for people
 * @param resources its resource collections, by their plural name
 * @param routes its business endpoints, by name
 * @param readable whether the service has a descriptor; if not, the platform's
 * conventions are used in its place
 */
public record ServiceDescriptor(String name, @Nullable String title, Map<String, ResourceDescriptor> resources,
		Map<String, Route> routes, boolean readable) {

	public ServiceDescriptor {
		resources = copy(resources);
		routes = copy(routes);
	}

	/**
	 * Create the descriptor of a service that has none: any resource has the address that
	 * the platform's conventions give it.
	 * @param name the name of the service
	 * @return the descriptor
	 */
	public static ServiceDescriptor conventional(String name) {
		return new ServiceDescriptor(name, null, Map.of(), Map.of(), false);
	}

	/**
	 * Find a resource collection.
	 * @param resource its plural, hyphenated or singular name
	 * @return the collection
	 */
	public Optional<ResourceDescriptor> find(String resource) {
		if (!this.readable) {
			return Optional.of(ResourceDescriptor.conventional(resource));
		}
		ResourceDescriptor exact = this.resources.get(resource);
		return (exact != null) ? Optional.of(exact)
				: this.resources.values().stream().filter((candidate) -> candidate.isNamed(resource)).findFirst();
	}

	/**
	 * Get a resource collection.
	 * @param resource its plural, hyphenated or singular name
	 * @return the collection
	 * @throws DiscoveryException if the service has none of that name
	 */
	public ResourceDescriptor get(String resource) {
		return find(resource).orElseThrow(() -> {
			return new DiscoveryException(
					"The service '" + this.name + "' has no resource '" + Printable.of(resource) + "'"
							+ NameSuggestions.question(resource, this.resources.keySet()),
					Details.of(null, this.name, resource), null);
		});
	}

	/**
	 * Get a business endpoint.
	 * @param route its name
	 * @return the endpoint
	 * @throws DiscoveryException if the service has none of that name
	 */
	public Route route(String route) {
		Route found = this.routes.get(route);
		if (found == null) {
			throw new DiscoveryException(
					"The service '" + this.name + "' has no route '" + Printable.of(route) + "'"
							+ NameSuggestions.question(route, this.routes.keySet()),
					Details.of(null, this.name, null), null);
		}
		return found;
	}

	/**
	 * A resource collection of a service.
	 *
	 * @param path the path of the collections within the service, for example {@code
	 * /data}
	 * @param singularName the name of one resource
	 * @param pluralName the key of the collection in JSON
	 * @param hyphenatedPluralName the name of the collection in URLs
	 * @param batchLimit the largest number of resources that one request may store
	 * @param maxPageSize the largest number of resources on a page
	 * @param fields the fields, by name
	 * @param filters the filters of a browse, by the name of their parameter
	 * @param relationships the relationships to other resources, by name
	 */
	public record ResourceDescriptor(String path, String singularName, String pluralName, String hyphenatedPluralName,
			int batchLimit, int maxPageSize, Map<String, Field> fields, Map<String, Filter> filters,
			Map<String, Relationship> relationships) {

		/**
		 * The path of collections if a service does not name another.
		 */
		public static final String DEFAULT_PATH = "/data";

		/**
		 * The batch limit and page size if a service does not name another.
		 */
		public static final int DEFAULT_LIMIT = 100;

		public ResourceDescriptor {
			fields = copy(fields);
			filters = copy(filters);
			relationships = copy(relationships);
		}

		static ResourceDescriptor conventional(String name) {
			String plural = camelCase(name);
			return new ResourceDescriptor(DEFAULT_PATH, plural, plural, hyphenated(plural), DEFAULT_LIMIT,
					DEFAULT_LIMIT, Map.of(), Map.of(), Map.of());
		}

		/**
		 * Return the path of the collection within its service.
		 * @return the path, for example {@code /data/contents}
		 */
		public String collectionPath() {
			return this.path + "/" + this.hyphenatedPluralName;
		}

		boolean isNamed(String name) {
			return name.equals(this.pluralName) || name.equals(this.hyphenatedPluralName)
					|| name.equals(this.singularName) || name.equals(hyphenated(this.singularName));
		}

		static String camelCase(String hyphenated) {
			StringBuilder name = new StringBuilder();
			for (String word : hyphenated.split("-")) {
				name.append(name.isEmpty() || word.isEmpty() ? word
						: word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
			}
			return name.toString();
		}

		static String hyphenated(String camelCase) {
			List<String> words = new ArrayList<>();
			for (String word : camelCase.split("(?<=[a-z0-9])(?=[A-Z])")) {
				words.add(word.toLowerCase(Locale.ROOT));
			}
			return String.join("-", words);
		}

	}

	/**
	 * A field of a resource.
	 *
	 * @param name its name
	 * @param type its type in the platform's terms, for example {@code timestamp}
	 * @param required whether a resource must have it
	 * @param readOnly whether only the server sets it
	 * @param array whether it holds a list
	 * @param defaulted whether the server sets a default if no value is sent
	 * @param text the rule on its values, each in its written form
	 * @param keys the rule on its keys, if it is a map
	 * @param values the rules on the values of some keys, if it is a map
	 * @param fields the fields of its values, if they are described
	 */
	public record Field(String name, @Nullable String type, boolean required, boolean readOnly, boolean array,
			boolean defaulted, TextRule text, TextRule keys, Map<String, TextRule> values, Map<String, Field> fields) {

		public Field {
			values = copy(values);
			fields = copy(fields);
		}

	}

	/**
	 * A filter of a collection, which narrows a browse.
	 *
	 * @param name its name, which is that of the parameter, for example {@code withType}
	 * @param fieldNamePath the field that it compares, if it is about one field
	 * @param valueType the type of its operand in the platform's terms
	 * @param and whether it may be given more than once
	 * @param or whether it takes alternatives
	 * @param range whether it takes ranges
	 * @param prefix whether it takes prefixes
	 * @param text whether it searches in texts
	 */
	public record Filter(String name, @Nullable String fieldNamePath, @Nullable String valueType, boolean and,
			boolean or, boolean range, boolean prefix, boolean text) {
	}

	/**
	 * A relationship of a resource to others (docs/protocol.md, section 8).
	 *
	 * @param name its name
	 * @param direct {@code true} if this resource refers to the others, {@code false} if
	 * they refer to it
	 * @param resourceType the plural name of the other resource
	 * @param fieldNamePath the field that holds the refs, of a direct relationship
	 * @param filterName the filter of the others, of an indirect relationship
	 * @param through the relationship that it goes through, if any
	 * @param fields the fields of the others that the service sends if the request names
	 * none; empty if it sends all
	 */
	public record Relationship(String name, boolean direct, String resourceType, @Nullable String fieldNamePath,
			@Nullable String filterName, @Nullable String through, List<String> fields) {

		public Relationship {
			fields = List.copyOf(fields);
		}

	}

	/**
	 * A business endpoint of a service (docs/protocol.md, section 12).
	 *
	 * @param name its name
	 * @param method its HTTP method
	 * @param path its path, with {@code {x}} for required and {@code {x?}} for optional
	 * parts
	 * @param query its query parameters, by name, and whether each is required
	 */
	public record Route(String name, String method, String path, Map<String, Boolean> query) {

		public Route {
			query = copy(query);
		}

	}

	/**
	 * Copy a map with a speed that does not depend on its keys: {@code Map.copyOf}
	 * compares each of the keys that share a hash with all the others.
	 */
	private static <V> Map<String, V> copy(Map<String, V> map) {
		return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	static Map<String, ResourceDescriptor> byPluralName(List<ResourceDescriptor> resources) {
		Map<String, ResourceDescriptor> byName = new LinkedHashMap<>();
		resources.forEach((resource) -> byName.putIfAbsent(resource.pluralName(), resource));
		return byName;
	}

}
