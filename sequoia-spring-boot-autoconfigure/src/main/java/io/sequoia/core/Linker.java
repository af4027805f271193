package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.core.mapping.LinkedProperty;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * Finds the parents of included resources (docs/protocol.md, section 8), and sets them as
 * properties there.
 */
final class Linker {

	private static final Log logger = LogFactory.getLog(Linker.class);

	/** The limit on remembered warnings, as the names come from a service. */
	private static final int MAX_REPORTED = 1_000;

	private static final Set<String> reported = ConcurrentHashMap.newKeySet();

	private final List<Link> links;

	private Linker(List<Link> links) {
		this.links = links;
	}

	/**
	 * Prepare to fill properties.
	 * @param properties the properties
	 * @param resource the collection of the parents, which describes the relationships
	 * @param context the context of the call
	 * @return the linker; properties whose relationship the service does not describe are
	 * not filled, which is logged once
	 */
	static Linker of(Collection<LinkedProperty> properties, ResourceDescriptor resource, ContextView context) {
		List<Link> links = new ArrayList<>();
		for (LinkedProperty property : properties) {
			Link link = Link.of(property, resource.relationships());
			if (link != null) {
				links.add(link);
			}
			else if (reported.size() < MAX_REPORTED
					&& reported.add(resource.pluralName() + "/" + property.relationship())) {
				CorrelationIds.log(context,
						"The property '" + property.jsonName() + "' of '" + resource.pluralName()
								+ "' is not filled: the service does not describe the relationship '"
								+ property.relationship() + "'; read its resources with Browse.linked",
						logger::warn);
			}
		}
		return new Linker(links);
	}

	/**
	 * Request also the fields by which parents and included resources are matched.
	 * @param parameters the caller's parameters
	 * @return a copy with those fields, if the caller requests certain fields only, or if
	 * the service leaves them out by default
	 */
	MultiValueMap<String, String> complete(MultiValueMap<String, String> parameters) {
		MultiValueMap<String, String> completed = new LinkedMultiValueMap<>(parameters);
		for (Link link : this.links) {
			addTo(completed, "fields", link.parentField);
			String linkedFields = link.relationship() + ".fields";
			if (link.isUnlinkedByDefault()) {
				completed.putIfAbsent(linkedFields, List.of(String.join(",", link.defaultFields)));
			}
			addTo(completed, linkedFields, "ref");
			addTo(completed, linkedFields, link.linkedField);
		}
		return completed;
	}

	private static void addTo(MultiValueMap<String, String> parameters, String name, String field) {
		List<String> given = parameters.get(name);
		if (given != null && given.stream().noneMatch((some) -> List.of(some.split(",")).contains(field))) {
			List<String> added = new ArrayList<>(given);
			added.set(0, given.get(0) + "," + field);
			parameters.put(name, added);
		}
	}

	/**
	 * Return the relationships whose resources are needed.
	 * @return their names
	 */
	Set<String> relationships() {
		Set<String> relationships = new LinkedHashSet<>();
		this.links.forEach((link) -> relationships.add(link.relationship()));
		return relationships;
	}

	/**
	 * Fill the properties.
	 * @param parents the parents
	 * @param linked the included resources, by relationship
	 */
	void fill(List<ObjectNode> parents, Map<String, List<ObjectNode>> linked) {
		this.links.forEach((link) -> link.fill(parents, linked.getOrDefault(link.relationship(), List.of())));
	}

	/**
	 * Return the field that a filter compares.
	 * @param filterName the name of the filter, such as {@code withContentRef}
	 */
	static @Nullable String filteredField(@Nullable String filterName) {
		if (filterName == null || !filterName.startsWith("with")) {
			return null;
		}
		return StringUtils.uncapitalize(filterName.substring("with".length()));
	}

	/**
	 * Return the text at a path, or the texts of the list there.
	 * @param resource the resource
	 * @param path the names that lead there, with dots between them
	 */
	static List<String> texts(JsonNode resource, String path) {
		JsonNode value = resource;
		for (String name : path.split("\\.")) {
			value = value.path(name);
		}
		if (!value.isArray()) {
			return value.isString() ? List.of(value.stringValue()) : List.of();
		}
		List<String> texts = new ArrayList<>();
		value.forEach((one) -> {
			if (one.isString()) {
				texts.add(one.stringValue());
			}
		});
		return texts;
	}

	/**
	 * The filling of one property.
	 *
	 * @param property the property
	 * @param parentField the field of the parent to match
	 * @param linkedField the field of the included resource to match
	 * @param defaultFields the fields of the included resource that the service sends by
	 * default; empty if it sends all
	 */
	private record Link(LinkedProperty property, String parentField, String linkedField, List<String> defaultFields) {

		static @Nullable Link of(LinkedProperty property, Map<String, Relationship> relationships) {
			Relationship relationship = relationships.get(property.relationship());
			if (relationship == null) {
				return null;
			}
			if (relationship.direct()) {
				String field = relationship.fieldNamePath();
				return (field != null) ? new Link(property, field, "ref", relationship.fields()) : null;
			}
			String field = filteredField(relationship.filterName());
			if (field == null || relationship.through() == null) {
				return (field != null) ? new Link(property, "ref", field, relationship.fields()) : null;
			}
			Relationship through = relationships.get(relationship.through());
			return (through != null && through.fieldNamePath() != null)
					? new Link(property, through.fieldNamePath(), field, relationship.fields()) : null;
		}

		String relationship() {
			return this.property.relationship();
		}

		boolean isUnlinkedByDefault() {
			return !this.defaultFields.isEmpty() && !this.defaultFields.containsAll(List.of("ref", this.linkedField));
		}

		void fill(List<ObjectNode> parents, List<ObjectNode> linked) {
			Map<String, ObjectNode> distinct = new LinkedHashMap<>();
			linked.forEach((one) -> distinct.putIfAbsent(one.path("ref").asString(one.toString()), one));
			List<ObjectNode> ordered = List.copyOf(distinct.values());
			Map<String, List<Integer>> positions = new HashMap<>();
			for (int i = 0; i < ordered.size(); i++) {
				for (String key : texts(ordered.get(i), this.linkedField)) {
					positions.computeIfAbsent(key, (unseen) -> new ArrayList<>()).add(i);
				}
			}
			for (ObjectNode parent : parents) {
				// in the server's order, not in the order of the parent's refs
				Set<Integer> own = new TreeSet<>();
				texts(parent, this.parentField).forEach((key) -> own.addAll(positions.getOrDefault(key, List.of())));
				put(parent, own.stream().map(ordered::get).toList());
			}
		}

		private void put(ObjectNode parent, List<ObjectNode> own) {
			if (this.property.many()) {
				ArrayNode array = parent.putArray(this.property.jsonName());
				own.forEach(array::add);
			}
			else if (own.isEmpty()) {
				parent.remove(this.property.jsonName());
			}
			else {
				parent.set(this.property.jsonName(), own.get(0));
			}
		}

	}

}
