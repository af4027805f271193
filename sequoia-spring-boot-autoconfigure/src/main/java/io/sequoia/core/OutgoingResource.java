package io.sequoia.core;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.ResourceValidator.Finding;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A resource to send.
 *
 * @param type the type of the answer
 * @param prepared the resource in JSON
 * @param whole the resource itself, if its JSON contains the same; {@code null} if
 * reading the JSON gives another one
 * @param findings the violations of the constraints on its type
 * @param merged whether it has all fields that it was read with
 * @param refusal the reason why it cannot be sent
 * @param <T> its type
 */
record OutgoingResource<T>(ResourceType<T> type, PreparedResource prepared, @Nullable T whole, List<Finding> findings,
		boolean merged, @Nullable IllegalArgumentException refusal) {

	static <T> OutgoingResource<T> refused(ResourceType<T> type, IllegalArgumentException refusal) {
		return new OutgoingResource<>(type, PreparedResource.NONE, null,
				List.of(new Finding("", String.valueOf(refusal.getMessage()))), true, refusal);
	}

	@Nullable Ref ref() {
		return this.prepared.ref();
	}

	/**
	 * Return the references of resources.
	 * @param items the resources
	 * @return the references of those that have one
	 */
	static List<Ref> refs(List<? extends OutgoingResource<?>> items) {
		List<Ref> refs = new ArrayList<>(items.size());
		items.forEach((item) -> {
			if (item.ref() != null) {
				refs.add(item.ref());
			}
		});
		return refs;
	}

	void requireSendable() {
		if (this.refusal != null) {
			throw this.refusal;
		}
	}

	/**
	 * The collection that resources are sent to.
	 *
	 * @param service the service
	 * @param name the name of the collection
	 */
	record Endpoint(String service, String name) {

		static Endpoint of(ResourceType<?> type) {
			return new Endpoint(type.service(), type.name());
		}

	}

	/**
	 * A resource, or the result of sending it, and its place among those that the caller
	 * gave.
	 *
	 * @param position its place, from 0
	 * @param value the resource
	 * @param <V> the kind of value
	 */
	record Placed<V>(int position, V value) {
	}

	/**
	 * Resources of one collection.
	 *
	 * @param endpoint the collection
	 * @param resource its descriptor
	 * @param items the resources
	 * @param <T> their common type
	 */
	record Group<T>(Endpoint endpoint, ResourceDescriptor resource, List<Placed<OutgoingResource<T>>> items) {

		static <T> Group<T> ofOne(OutgoingResource<T> item, ResourceDescriptor resource) {
			return new Group<>(Endpoint.of(item.type()), resource, List.of(new Placed<>(0, item)));
		}

	}

}
