package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A kind of resource of a service.
 */
record ResourceSchema(String service, String plural, String singular, String description, List<String> textFields,
		Map<String, FieldSchema> fields, Map<String, FilterSchema> filters,
		Map<String, RelationshipSchema> relationships) {

	static final int BATCH_LIMIT = 100;

	static final int MAX_PER_PAGE = 100;

	static final int MAX_PAGE = 1000;

	String hyphenated() {
		return this.plural.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
	}

	String path() {
		return "/data/" + hyphenated();
	}

	/**
	 * Return the field with which a path such as {@code custom.colour} begins, if there
	 * is one.
	 */
	@Nullable FieldSchema field(String path) {
		int dot = path.indexOf('.');
		FieldSchema field = this.fields.get((dot < 0) ? path : path.substring(0, dot));
		while (field != null && dot >= 0 && !field.type().map()) {
			int next = path.indexOf('.', dot + 1);
			field = field.fields().get(path.substring(dot + 1, (next < 0) ? path.length() : next));
			dot = next;
		}
		return field;
	}

	/**
	 * Tell whether a relationship uses a field, also one that is not among the fields, as
	 * {@code relatedMaterialRefs} of the recorded credits.
	 */
	boolean refersBy(String path) {
		return this.relationships.values().stream().anyMatch((it) -> path.equals(it.fieldPath()));
	}

	/**
	 * Return the filter of a parameter; {@code withX.key} compares one key of a map.
	 */
	@Nullable FilterSchema filter(String parameter) {
		FilterSchema filter = this.filters.get(parameter);
		int dot = parameter.indexOf('.');
		if (filter != null || dot < 0) {
			return filter;
		}
		FilterSchema map = this.filters.get(parameter.substring(0, dot));
		return (map != null && map.type().map()) ? map.at(parameter, map.path() + parameter.substring(dot)) : null;
	}

	/** Return the filter for a path, with any parameter. */
	@Nullable FilterSchema filterOf(String path) {
		for (FilterSchema filter : this.filters.values()) {
			if (filter.path().equals(path)) {
				return filter;
			}
			if (filter.type().map() && path.startsWith(filter.path() + ".")) {
				return filter.at(path, path);
			}
		}
		return null;
	}

	/** Return the fields with refs to other resources, which the store indexes. */
	Set<String> refPaths() {
		return this.fields.values()
			.stream()
			.filter((field) -> field.type() == ValueType.REF && !field.readOnly())
			.map(FieldSchema::name)
			.collect(Collectors.toUnmodifiableSet());
	}

}
