package io.sequoia.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates queries on the store.
 */
final class QueryEngine {

	private final ResourceStore store;

	private final Clock clock;

	QueryEngine(ResourceStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Find a page.
	 * @param names the only names to consider, or null for all
	 */
	ResultPage find(ServiceSchema service, ResourceSchema schema, String owner, Query query,
			@Nullable Collection<String> names) {
		Predicate<ObjectNode> filter = filter(service, schema, owner, query);
		ResourceCollection collection = this.store.of(owner, schema);
		if (names == null && byName(query.order()) && !query.counted() && query.page() == 1
				&& indexed(collection, query) == null) {
			return scan(collection, query, filter);
		}
		List<ObjectNode> matches = new ArrayList<>();
		candidates(collection, query, names).forEach((resource) -> {
			if (filter.test(resource)) {
				matches.add(resource);
			}
		});
		return select(matches, query);
	}

	/**
	 * Tell whether an order is the one in which a collection keeps its resources.
	 */
	private static boolean byName(List<SortKey> order) {
		return order.isEmpty() || (order.get(0).path().equals("name") && !order.get(0).descending());
	}

	/**
	 * Find a page in the order of names: start at the cursor and stop when the page is
	 * full.
	 */
	private static ResultPage scan(ResourceCollection collection, Query query, Predicate<ObjectNode> filter) {
		List<ObjectNode> found = new ArrayList<>();
		Position after = query.after();
		collection.scan((after != null) ? after.name() : null, (resource) -> {
			if (filter.test(resource)) {
				found.add(resource);
			}
			return found.size() <= query.perPage();
		});
		return cut(found, query, null, Map.of());
	}

	private static ResultPage select(List<ObjectNode> matches, Query query) {
		Map<String, Map<String, Integer>> facets = new LinkedHashMap<>();
		query.facets().forEach((path) -> facets.put(path, facet(matches, path)));
		Comparator<Position> order = Position.comparator(query.order());
		Position after = query.after();
		List<ObjectNode> rest = matches.stream()
			.map((resource) -> Map.entry(Position.of(resource, query.order()), resource))
			.filter((entry) -> after == null || order.compare(entry.getKey(), after) > 0)
			.sorted(Map.Entry.comparingByKey(order))
			.skip(query.continuing() ? 0 : (query.page() - 1L) * query.perPage())
			.limit(query.perPage() + 1L)
			.map(Map.Entry::getValue)
			.toList();
		return cut(rest, query, matches.size(), facets);
	}

	private static ResultPage cut(List<ObjectNode> found, Query query, @Nullable Integer total,
			Map<String, Map<String, Integer>> facets) {
		if (found.size() <= query.perPage()) {
			return new ResultPage(List.copyOf(found), null, total, facets);
		}
		List<ObjectNode> page = List.copyOf(found.subList(0, query.perPage()));
		return new ResultPage(page, Position.of(page.get(page.size() - 1), query.order()), total, facets);
	}

	private static Map<String, Integer> facet(List<ObjectNode> matches, String path) {
		Map<String, Integer> counts = new TreeMap<>();
		matches.forEach(
				(resource) -> FieldPath.texts(resource, path).forEach((value) -> counts.merge(value, 1, Integer::sum)));
		return counts;
	}

	private Collection<ObjectNode> candidates(ResourceCollection collection, Query query,
			@Nullable Collection<String> names) {
		if (names != null) {
			return collection.get(names);
		}
		Condition indexed = indexed(collection, query);
		Set<String> refs = (indexed != null) ? indexed.equalTo() : null;
		return (indexed != null && refs != null) ? collection.holding(indexed.path(), refs) : collection.all();
	}

	private static @Nullable Condition indexed(ResourceCollection collection, Query query) {
		return query.conditions()
			.stream()
			.filter((condition) -> condition.equalTo() != null && collection.indexes(condition.path()))
			.findFirst()
			.orElse(null);
	}

	private Predicate<ObjectNode> filter(ServiceSchema service, ResourceSchema schema, String owner, Query query) {
		List<Predicate<ObjectNode>> tests = new ArrayList<>();
		query.conditions().forEach((condition) -> tests.add(condition::test));
		String text = query.text();
		if (text != null) {
			tests.add(textSearch(schema, text));
		}
		Boolean available = query.available();
		if (available != null) {
			Instant now = this.clock.instant();
			tests.add((resource) -> available(resource, now) == available);
		}
		query.inclusions().forEach((relationship, inclusion) -> {
			if (inclusion.intersect()) {
				tests.add(intersection(service, owner, relationship, inclusion.parameters()));
			}
		});
		return (resource) -> tests.stream().allMatch((test) -> test.test(resource));
	}

	/**
	 * Create a filter for resources that contain all words in the searched fields, in any
	 * order and case.
	 */
	private static Predicate<ObjectNode> textSearch(ResourceSchema schema, String text) {
		List<String> words = List.of(text.toLowerCase(Locale.ROOT).trim().split("\\s+"));
		return (resource) -> {
			StringBuilder searched = new StringBuilder();
			schema.textFields().forEach((field) -> searched.append(resource.path(field).asString("")).append('\n'));
			String haystack = searched.toString().toLowerCase(Locale.ROOT);
			return words.stream().allMatch(haystack::contains);
		};
	}

	private static boolean available(ObjectNode resource, Instant now) {
		JsonNode start = resource.path("availabilityStartAt");
		JsonNode end = resource.path("availabilityEndAt");
		return (!start.isString() || !Instant.parse(start.asString()).isAfter(now))
				&& (!end.isString() || Instant.parse(end.asString()).isAfter(now));
	}

	/**
	 * Create a filter for resources that have a linked resource which meets the inner
	 * criteria.
	 */
	private Predicate<ObjectNode> intersection(ServiceSchema service, String owner, RelationshipSchema relationship,
			QueryParameters inner) {
		ResourceSchema linked = service.related(relationship);
		Predicate<ObjectNode> fits = filter(service, linked, owner,
				QueryReader.read(service, linked, LinkedQueries.criteria(linked, inner)));
		String field = relationship.fieldPath();
		String path = (field != null) ? "ref" : LinkedQueries.filterPath(linked, relationship);
		Set<String> refs = new HashSet<>();
		this.store.of(owner, linked)
			.all()
			.stream()
			.filter(fits)
			.forEach((it) -> refs.addAll(FieldPath.texts(it, path)));
		return (resource) -> FieldPath.texts(resource, (field != null) ? field : "ref")
			.stream()
			.anyMatch(refs::contains);
	}

}
