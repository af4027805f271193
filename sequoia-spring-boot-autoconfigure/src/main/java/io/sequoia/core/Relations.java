package io.sequoia.core;

import java.util.LinkedHashSet;
import java.util.Set;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.NameSuggestions;
import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;

/**
 * The relationships of the resources of one collection (docs/protocol.md, section 8).
 */
final class Relations {

	private final SequoiaEngine engine;

	private final ResourceType<?> type;

	private final RequestOptions options;

	private final String owner;

	Relations(SequoiaEngine engine, ResourceType<?> type, RequestOptions options) {
		this.engine = engine;
		this.type = type;
		this.options = options;
		this.owner = engine.owner(options);
	}

	/**
	 * Find a relationship.
	 * @param resource the collection
	 * @param name the name of the relationship
	 * @throws IllegalArgumentException if there is none
	 */
	static Relationship require(ResourceDescriptor resource, String name) {
		Relationship found = resource.relationships().get(name);
		Assert.isTrue(found != null, () -> "'" + name + "' is not a relationship of '" + resource.pluralName()
				+ "' in the service's descriptor" + NameSuggestions.question(name, resource.relationships().keySet()));
		return found;
	}

	/**
	 * Find the resources that one parent is related to, with their number.
	 * @param parent the parent
	 * @param relationship the name of the relationship
	 * @param linkedType their type
	 * @param <L> the type
	 * @return their browse; empty if the parent refers to none
	 */
	<L> Mono<ReactiveBrowse<L>> linked(Ref parent, String relationship, Class<L> linkedType) {
		Assert.notNull(parent, "The parent must not be null");
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(linkedType, "The type must not be null");
		return this.engine.locate(this.owner, this.type.service(), this.type.name(), this.options)
			.flatMap((resource) -> {
				Relationship related = require(resource, relationship);
				ResourceType<L> linked = ResourceType.of(this.type.service(), related.resourceType(), linkedType,
						this.engine.mappingContext());
				return criteria(parent, related, resource).<ReactiveBrowse<L>>map(
						(criteria) -> new DefaultReactiveBrowse<>(this.engine, linked, criteria, this.options));
			});
	}

	/**
	 * Return the criteria of the related resources; empty if the parent refers to none.
	 */
	private Mono<Criteria> criteria(Ref parent, Relationship related, ResourceDescriptor resource) {
		String filtered = related.direct() ? "ref" : Linker.filteredField(related.filterName());
		String through = related.through();
		Relationship holding = related.direct() ? related : (through != null) ? require(resource, through) : null;
		String held = (holding != null) ? holding.fieldNamePath() : null;
		Assert.isTrue(filtered != null && (holding == null || held != null), () -> "The descriptor of the"
				+ " service does not say which field contains the relationship '" + related.name() + "'");
		if (held == null) {
			return Mono.just(where(field(filtered).equalTo(parent)).count());
		}
		return new RefReader<>(this.engine, this.type.json(), this.options)
			.read(parent, Criteria.all().fields("ref", held.split("\\.")[0]))
			.map((json) -> new LinkedHashSet<>(Linker.texts(json, held)))
			.filter((refs) -> !refs.isEmpty())
			.map((refs) -> where(field(filtered).oneOrMoreOf(requireShort(refs, parent, related))).count());
	}

	private static Object[] requireShort(Set<String> refs, Ref parent, Relationship related) {
		int length = refs.stream().mapToInt((ref) -> ref.length() + 2).sum();
		if (length > Chunks.MAX_REFS_LENGTH) {
			throw new InvalidCriteriaException(parent + " refers to " + refs.size() + " resources by '" + related.name()
					+ "', which are too many for one request; read them by their refs with readAll");
		}
		return refs.stream().map(Ref::parse).toArray();
	}

	/**
	 * Add or remove a reference, on the side that holds it.
	 * @param parent the parent
	 * @param relationship the name of the relationship
	 * @param child the related resource
	 * @param linked whether the two are to be related
	 * @return whether something had to be written
	 */
	Mono<Boolean> link(Ref parent, String relationship, Ref child, boolean linked) {
		Assert.notNull(parent, "The parent must not be null");
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(child, "The child must not be null");
		Mono<Boolean> attempt = this.engine.locate(this.owner, this.type.service(), this.type.name(), this.options)
			.flatMap((resource) -> {
				Relationship related = require(resource, relationship);
				Assert.isTrue(related.through() == null, () -> "The relationship '" + relationship + "' goes through '"
						+ related.through() + "' and has no reference of its own; link through that relationship");
				if (related.direct()) {
					return change(this.type.json(), parent, related.fieldNamePath(), related, child, linked);
				}
				ResourceType<ObjectNode> children = ResourceType.untyped(this.type.service(), related.resourceType())
					.json();
				return change(children, child, Linker.filteredField(related.filterName()), related, parent, linked);
			});
		return this.engine.onConflict(attempt);
	}

	private Mono<Boolean> change(ResourceType<ObjectNode> holders, Ref holder, @Nullable String path,
			Relationship related, Ref other, boolean linked) {
		Assert.isTrue(path != null,
				() -> "The descriptor of the service does not say which field contains the relationship '"
						+ related.name() + "'");
		ResourceWriter writer = new ResourceWriter(this.engine, this.options);
		return this.engine.locate(this.owner, holders.service(), holders.name(), this.options)
			.flatMap((resource) -> new RefReader<>(this.engine, holders, this.options.refreshed())
				.read(holder, Criteria.all())
				.flatMap((json) -> {
					ReferenceField refs = ReferenceField.at(path, resource);
					boolean changed = linked ? refs.add(json, other) : refs.remove(json, other);
					return changed ? writer.update(writer.outgoing().prepare(json, holders)).thenReturn(true)
							: Mono.just(false);
				}));
	}

}
