package io.sequoia.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.OutgoingResource.Endpoint;
import io.sequoia.core.OutgoingResource.Group;
import io.sequoia.core.ResourceValidator.Finding;
import io.sequoia.core.mapping.ResourceJson;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.ResourceSerializer;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes resources ready to be sent, and validates them before.
 */
final class OutgoingResources {

	private final SequoiaEngine engine;

	private final String owner;

	/**
	 * Create the preparation of resources.
	 * @param engine the engine
	 * @param owner the tenant in whose name they are sent
	 */
	OutgoingResources(SequoiaEngine engine, String owner) {
		this.engine = engine;
		this.owner = owner;
	}

	/**
	 * Prepare a resource for sending. A resource that cannot be converted to JSON, or
	 * whose ref differs from its owner and name, fails when it is to be sent.
	 * @param resource the resource
	 * @param type its type
	 * @param <T> its type
	 * @return the resource in JSON, with the type of its answer
	 */
	<T> OutgoingResource<T> prepare(T resource, ResourceType<T> type) {
		return prepare(resource, type, mapper()::serialize, false);
	}

	/**
	 * Prepare resources for sending, each like {@link #prepare(Object, ResourceType)}.
	 * @param resources the resources
	 * @param types returns the type of a resource
	 * @param <T> their common type
	 * @return the resources in JSON
	 */
	<T> List<OutgoingResource<T>> prepareAll(List<T> resources, Function<T, ResourceType<T>> types) {
		List<OutgoingResource<T>> items = new ArrayList<>(resources.size());
		try (ResourceSerializer serializer = mapper().serializer()) {
			resources.forEach(
					(resource) -> items.add(prepare(resource, types.apply(resource), serializer::serialize, false)));
		}
		return items;
	}

	/**
	 * Prepare a changed resource for sending.
	 * @param read the JSON that the resource was read from
	 * @param before the resource as JSON before the change
	 * @param changed the changed resource
	 * @param type its type
	 * @param <T> its type
	 * @return the resource in JSON, with the fields that its type cannot hold
	 */
	<T> OutgoingResource<T> prepareChange(ObjectNode read, ObjectNode before, T changed, ResourceType<T> type) {
		return prepare(changed, type,
				(resource) -> mapper().serialize(mapper().merge(read, before, mapper().write(resource))), true);
	}

	private <T> OutgoingResource<T> prepare(T resource, ResourceType<T> type, Function<T, ResourceJson> json,
			boolean merged) {
		try {
			PreparedResource prepared = PreparedResource.of(json.apply(resource), this.owner,
					this.engine.settings().generateNames());
			if (!type.versioned().test(resource)) {
				prepared = prepared.withoutVersion();
			}
			boolean same = !merged && prepared.json().isWhole() && mapper().isWrittenWhole(type.type());
			return new OutgoingResource<>(type, prepared, same ? resource : null,
					this.engine.validator().constraints(resource), merged, null);
		}
		catch (IllegalArgumentException ex) {
			return OutgoingResource.refused(type, ex);
		}
	}

	/**
	 * Make a resource ready to be checked alone, whether or not resources are checked
	 * before they are sent.
	 * @param resource the resource
	 * @param type its type
	 * @param <T> its type
	 * @return the resource in JSON
	 * @throws IllegalArgumentException if it cannot be converted to JSON, or its ref
	 * differs from its owner and name
	 */
	<T> OutgoingResource<T> prepareToCheck(T resource, ResourceType<T> type) {
		return new OutgoingResource<>(type, PreparedResource.of(mapper().serialize(resource), this.owner, false), null,
				this.engine.validator().asked().constraints(resource), false, null);
	}

	/**
	 * Validate a resource, whether or not resources are checked before they are sent.
	 * @param item the resource
	 * @param resource the collection that it would be sent to
	 * @return the violations
	 */
	Mono<List<Violation>> violations(OutgoingResource<?> item, ResourceDescriptor resource) {
		ResourceValidator asked = this.engine.validator().asked();
		return checked(List.of(Group.ofOne(item, resource)), asked)
			.map((checked) -> ResourceValidator.ordered(checked.violations()));
	}

	/**
	 * Check all resources before any is sent, so that all violations are reported at
	 * once.
	 * @param groups the resources
	 * @param <T> their common type
	 * @return the resources with the collections by which they are valid; an {@code
	 * InvalidResourceException} if one of them is not
	 */
	<T> Mono<List<Group<T>>> check(List<Group<T>> groups) {
		return checked(groups, this.engine.validator()).flatMap((checked) -> Mono.deferContextual((context) -> {
			if (checked.violations().isEmpty()) {
				return Mono.just(checked.groups());
			}
			int total = groups.stream().mapToInt((group) -> group.items().size()).sum();
			Endpoint endpoint = groups.get(0).endpoint();
			String correlationId = CorrelationIds.find(context);
			throw ResourceValidator.failure(checked.violations(), total,
					(groups.size() > 1) ? Details.of(correlationId, null, null)
							: Details.of(correlationId, endpoint.service(), endpoint.name()));
		}));
	}

	/** Check resources, by the newest descriptors if the known ones refuse them. */
	private <T> Mono<Checked<T>> checked(List<Group<T>> groups, ResourceValidator validator) {
		Checked<T> checked = new Checked<>(groups, violations(groups, validator));
		int ofTypes = groups.stream()
			.flatMap((group) -> group.items().stream())
			.mapToInt((placed) -> placed.value().findings().size())
			.sum();
		return (checked.violations().size() <= ofTypes) ? Mono.just(checked)
				: Flux.fromIterable(groups)
					.concatMap(this::newest)
					.collectList()
					.map((newest) -> new Checked<>(newest, violations(newest, validator)));
	}

	private <T> Mono<Group<T>> newest(Group<T> group) {
		Endpoint endpoint = group.endpoint();
		return this.engine.exchange()
			.newest(this.owner, endpoint.service())
			.map((service) -> new Group<>(endpoint, service.find(endpoint.name()).orElse(group.resource()),
					group.items()));
	}

	private <T> List<Violation> violations(List<Group<T>> groups, ResourceValidator validator) {
		return groups.stream().flatMap((group) -> violations(group, validator).stream()).toList();
	}

	private <T> List<Violation> violations(Group<T> group, ResourceValidator validator) {
		List<Violation> violations = new ArrayList<>();
		Map<Ref, Integer> positions = new HashMap<>();
		group.items().forEach((placed) -> {
			OutgoingResource<T> item = placed.value();
			Integer first = (item.ref() != null) ? positions.putIfAbsent(item.ref(), placed.position()) : null;
			findings(item, first, group.resource(), validator).forEach((finding) -> violations
				.add(new Violation(placed.position(), item.ref(), finding.path(), finding.message())));
		});
		return violations;
	}

	private List<Finding> findings(OutgoingResource<?> item, @Nullable Integer first, ResourceDescriptor resource,
			ResourceValidator validator) {
		List<Finding> rules = (item.refusal() == null) ? validator.rules(item.prepared(), resource) : List.of();
		List<Finding> unknown = item.merged() ? List.of()
				: this.engine.unknownFields().check(item.type().type(), item.prepared(), resource);
		if (rules.isEmpty() && unknown.isEmpty() && first == null) {
			return item.findings();
		}
		List<Finding> findings = new ArrayList<>(item.findings());
		findings.addAll(rules);
		findings.addAll(unknown);
		if (first != null) {
			findings
				.add(new Finding("", "has the same name as [" + first + "]: one of the two would replace the other"));
		}
		return findings;
	}

	private ResourceMapper mapper() {
		return this.engine.mapper();
	}

	private record Checked<T>(List<Group<T>> groups, List<Violation> violations) {
	}

}
