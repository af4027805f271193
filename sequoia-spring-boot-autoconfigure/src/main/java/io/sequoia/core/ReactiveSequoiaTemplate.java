package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.ResourceType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The reactive operations on resources, on WebClient and Reactor Netty. Thread-safe.
 */
public final class ReactiveSequoiaTemplate implements ReactiveSequoiaOperations {

	private final SequoiaEngine engine;

	private final RequestOptions options;

	/**
	 * Create a template.
	 * @param engine what its calls go through
	 */
	public ReactiveSequoiaTemplate(SequoiaEngine engine) {
		this(engine, RequestOptions.none());
	}

	private ReactiveSequoiaTemplate(SequoiaEngine engine, RequestOptions options) {
		this.engine = engine;
		this.options = options;
	}

	@Override
	public <T> ReactiveResourceOperations<T> resources(Class<T> type) {
		Assert.notNull(type, "The type must not be null");
		return new DefaultReactiveResourceOperations<>(this.engine, ResourceType.of(type, this.engine.mappingContext()),
				this.options);
	}

	@Override
	public ReactiveServiceOperations service(String name) {
		return new DefaultReactiveServiceOperations(this.engine, name, this.options);
	}

	@Override
	public ReactiveSequoiaTemplate with(RequestOptions options) {
		Assert.notNull(options, "The options must not be null");
		return new ReactiveSequoiaTemplate(this.engine, this.options.overriddenBy(options));
	}

	@Override
	public <T> Mono<T> store(T resource) {
		return resourcesOf(resource).store(resource);
	}

	@Override
	public <T> Flux<T> storeAll(Collection<? extends T> resources) {
		List<T> all = Chunks.checked(resources, "resource");
		Map<Class<?>, List<Integer>> positions = new LinkedHashMap<>();
		for (int i = 0; i < all.size(); i++) {
			positions.computeIfAbsent(ClassUtils.getUserClass(all.get(i)), (type) -> new ArrayList<>()).add(i);
		}
		if (positions.size() == 1) {
			return resourcesOf(all.get(0)).storeAll(all);
		}
		List<Flux<Stored<T>>> groups = positions.values().stream().map((group) -> store(all, group)).toList();
		return this.engine.correlated(this.options, Flux.concat(groups).collectList().flatMapIterable((stored) -> {
			List<T> ordered = new ArrayList<>(all);
			stored.forEach((one) -> ordered.set(one.position, one.resource));
			return ordered;
		}));
	}

	@Override
	public <T> Mono<T> update(T resource) {
		return resourcesOf(resource).update(resource);
	}

	private <T> Flux<Stored<T>> store(List<T> all, List<Integer> positions) {
		List<T> group = positions.stream().map(all::get).toList();
		return resourcesOf(group.get(0)).storeAll(group)
			.index((index, stored) -> new Stored<>(positions.get(index.intValue()), stored));
	}

	@SuppressWarnings("unchecked")
	private <T> ReactiveResourceOperations<T> resourcesOf(T resource) {
		Assert.notNull(resource, "The resource must not be null");
		return (ReactiveResourceOperations<T>) resources(ClassUtils.getUserClass(resource));
	}

	private record Stored<T>(int position, T resource) {
	}

}
