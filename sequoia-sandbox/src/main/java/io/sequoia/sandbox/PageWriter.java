package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes pages: {@code meta} with its links, the resources with the requested fields and
 * language, and the linked resources (docs/protocol.md, sections 4 and 7).
 */
final class PageWriter {

	/**
	 * The number of pages of a chain of linked resources that are sent with the page of
	 * their parents; numbered pages are all sent.
	 */
	static final int MAX_LINKED_PAGES = 5;

	private final QueryEngine engine;

	private final ServiceSchema service;

	private final String owner;

	PageWriter(QueryEngine engine, ServiceSchema service, String owner) {
		this.engine = engine;
		this.service = service;
		this.owner = owner;
	}

	ObjectNode write(ResourceSchema schema, String path, QueryParameters parameters, Query query, ResultPage page) {
		ObjectNode answer = Json.object();
		ObjectNode meta = answer.putObject("meta");
		links(meta, path, parameters, query, page);
		if (query.counted() && page.total() != null) {
			meta.put("totalCount", page.total());
		}
		if (!page.facets().isEmpty()) {
			ObjectNode facets = meta.putObject("facetCount");
			page.facets().forEach((field, counts) -> counts.forEach(facets.withObjectProperty(field)::put));
		}
		ArrayNode resources = answer.putArray(schema.plural());
		if (query.resources()) {
			page.resources().forEach((resource) -> resources.add(project(resource, schema, query)));
		}
		if (!query.inclusions().isEmpty()) {
			ObjectNode linkedMeta = meta.putObject("linked");
			ObjectNode linked = answer.putObject("linked");
			query.inclusions()
				.forEach((relationship, inclusion) -> link(schema, relationship, inclusion, query, page.resources(),
						linkedMeta.putArray(relationship.name()), linked.putArray(relationship.name())));
		}
		return answer;
	}

	private void links(ObjectNode meta, String path, QueryParameters parameters, Query query, ResultPage page) {
		meta.put("perPage", query.perPage());
		if (query.continuing()) {
			QueryParameters next = query.resources() ? next(parameters, query, page) : null;
			if (next != null) {
				meta.put("continue", next.link(path));
			}
			return;
		}
		meta.put("page", query.page());
		meta.put("first", page(parameters, query, 1).link(path));
		if (query.page() > 1) {
			meta.put("prev", page(parameters, query, query.page() - 1).link(path));
		}
		if (page.last() != null) {
			meta.put("next", page(parameters, query, query.page() + 1).link(path));
		}
		if (query.counted() && page.total() != null) {
			int pages = Math.max(1, (page.total() + query.perPage() - 1) / query.perPage());
			meta.put("last", page(parameters, query, pages).link(path));
		}
	}

	/** Return the parameters of the next page, or null if there is none. */
	private @Nullable QueryParameters next(QueryParameters parameters, Query query, ResultPage page) {
		if (page.last() == null) {
			return null;
		}
		if (!query.continuing()) {
			return (query.page() < ResourceSchema.MAX_PAGE) ? page(parameters, query, query.page() + 1) : null;
		}
		QueryParameters next = parameters.without("continue").set("perPage", String.valueOf(query.perPage()));
		return next.set("continue", Cursor.write(page.last(), next));
	}

	private QueryParameters page(QueryParameters parameters, Query query, int page) {
		return parameters.without("page")
			.set("page", String.valueOf(page))
			.set("perPage", String.valueOf(query.perPage()));
	}

	private void link(ResourceSchema schema, RelationshipSchema relationship, Query.Inclusion inclusion, Query query,
			List<ObjectNode> parents, ArrayNode meta, ArrayNode linked) {
		LinkedQueries queries = new LinkedQueries(this.service, relationship);
		Set<String> seen = new LinkedHashSet<>();
		for (List<String> refs : queries.batches(through(schema, relationship, parents))) {
			String path = queries.linked().path() + (relationship.direct() ? "/" + String.join(",", refs) : "");
			QueryParameters parameters = queries.parameters(refs, inclusion, query);
			Problem problem = inclusion.problem();
			if (problem != null) {
				meta.add(problem.body().put("request", parameters.link(path, relationship.filterName())));
				continue;
			}
			for (int pages = 1; parameters != null; pages++) {
				Query inner = QueryReader.read(this.service, queries.linked(), parameters);
				ResultPage page = this.engine.find(this.service, queries.linked(), this.owner, inner,
						relationship.direct() ? names(this.owner, refs) : null);
				ObjectNode entry = meta.addObject();
				linkedLinks(entry, relationship, path, parameters, inner, page);
				entry.put("request", parameters.link(path, relationship.filterName()));
				page.resources()
					.stream()
					.filter((resource) -> seen.add(resource.path("ref").asString()))
					.forEach((resource) -> linked.add(project(resource, queries.linked(), inner)));
				boolean last = inner.continuing() && pages == MAX_LINKED_PAGES;
				parameters = last ? null : next(parameters, inner, page);
			}
		}
	}

	/**
	 * Write what the recorded answers have of a request for linked resources: for one by
	 * refs only the links to further pages, if there are any, and whether none is found.
	 */
	private void linkedLinks(ObjectNode entry, RelationshipSchema relationship, String path, QueryParameters parameters,
			Query query, ResultPage page) {
		links(entry, path, parameters, query, page);
		if (relationship.direct()) {
			entry.retain("continue", "next");
			if (page.resources().isEmpty()) {
				entry.setAll(Problem.of(404, "").body().retain("statusCode", "error"));
			}
		}
		else if (!query.continuing() && query.counted() && page.total() != null) {
			entry.put("totalCount", page.total());
		}
	}

	/** Return the resources whose refs a relationship uses. */
	private List<ObjectNode> through(ResourceSchema schema, RelationshipSchema relationship, List<ObjectNode> parents) {
		String through = relationship.through();
		RelationshipSchema first = (through != null) ? schema.relationships().get(through) : null;
		if (first == null) {
			return parents;
		}
		LinkedQueries queries = new LinkedQueries(this.service, first);
		Query.Inclusion plain = new Query.Inclusion(false, new QueryParameters(), null);
		Query all = QueryReader.read(this.service, schema, new QueryParameters());
		return queries.batches(parents).stream().flatMap((refs) -> {
			Query inner = QueryReader.read(this.service, queries.linked(), queries.parameters(refs, plain, all));
			return this.engine
				.find(this.service, queries.linked(), this.owner, inner,
						first.direct() ? names(this.owner, refs) : null)
				.resources()
				.stream();
		}).toList();
	}

	/** Return the names in the refs of this owner. */
	static List<String> names(String owner, Iterable<String> refs) {
		List<String> names = new ArrayList<>();
		refs.forEach((ref) -> {
			if (ref.startsWith(owner + ":")) {
				names.add(ref.substring(owner.length() + 1));
			}
		});
		return names;
	}

	private static ObjectNode project(ObjectNode resource, ResourceSchema schema, Query query) {
		ObjectNode localised = localise(resource, schema, query.language());
		if (query.fields().isEmpty()) {
			return localised;
		}
		ObjectNode projected = Json.object();
		query.fields().forEach((path) -> copy(localised, path, projected));
		return projected;
	}

	private static ObjectNode localise(ObjectNode resource, ResourceSchema schema, @Nullable String language) {
		if (language == null) {
			return resource;
		}
		ObjectNode copy = Json.object().setAll(resource);
		schema.fields().values().stream().filter(FieldSchema::localised).forEach((field) -> {
			JsonNode text = resource.path(field.localisedName()).get(language);
			if (text != null) {
				copy.set(field.name(), text);
			}
		});
		return copy;
	}

	private static void copy(JsonNode from, String path, ObjectNode to) {
		JsonNode value = from.get(path);
		int dot = path.indexOf('.');
		if (value != null) {
			to.set(path, value);
		}
		else if (dot > 0 && from.get(path.substring(0, dot)) instanceof ObjectNode map) {
			copy(map, path.substring(dot + 1), to.withObjectProperty(path.substring(0, dot)));
		}
	}

}
