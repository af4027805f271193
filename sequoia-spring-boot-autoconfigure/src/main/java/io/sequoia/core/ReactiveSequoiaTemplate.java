package io.sequoia.core;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.core.mapping.ResourceType;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The reactive operations on resources, built on WebClient and Reactor Netty.
 * Thread-safe.
 */
public class ReactiveSequoiaTemplate implements ReactiveSequoiaOperations {

	private final SequoiaEngine engine;

	private final RequestOptions options;

	/**
	 * Create a template.
	 * @param engine runs its calls
	 */
	@Internal
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
	public Mono<ReactiveSequoiaOperations> forTenant(String tenant) {
		ReactiveSequoiaTemplate view = with(RequestOptions.builder().owner(tenant).build());
		return new TenantCheck(this.engine, this.options).require(tenant).thenReturn(view);
	}

	@Override
	public <T> T attach(T resource) {
		Assert.notNull(resource, "The resource must not be null");
		new Attachments(this.engine, this.options).attachGiven(resource);
		return resource;
	}

	@Override
	public <T> Mono<T> store(T resource) {
		return resourcesOf(resource).store(resource);
	}

	@Override
	public <T> Flux<T> storeAll(Collection<? extends T> resources) {
		return new BatchWriter(this.engine, this.options).store(Chunks.<T>checked(resources, "resource"), typesOf());
	}

	@Override
	public <T> Flux<T> storeAll(Publisher<? extends T> resources) {
		return new BatchWriter(this.engine, this.options).store(resources, this.<T>typesOf());
	}

	@Override
	public <T> Flux<Violation> validate(T resource) {
		return resourcesOf(resource).validate(resource);
	}

	@Override
	public <T> Mono<T> update(T resource) {
		return resourcesOf(resource).update(resource);
	}

	private <T> ReactiveResourceOperations<T> resourcesOf(T resource) {
		Assert.notNull(resource, "The resource must not be null");
		return new DefaultReactiveResourceOperations<>(this.engine, typeOf(resource), this.options);
	}

	/** Find the types of the resources of a batch, of each class once. */
	private <T> Function<T, ResourceType<T>> typesOf() {
		Map<Class<?>, ResourceType<T>> known = new ConcurrentHashMap<>();
		return (resource) -> {
			// not every publisher keeps to the rule that it has none
			Assert.notNull(resource, "A resource must not be null");
			ResourceType<T> type = known.get(resource.getClass());
			return (type != null) ? type : known.computeIfAbsent(resource.getClass(), (unknown) -> typeOf(resource));
		};
	}

	@SuppressWarnings("unchecked")
	private <T> ResourceType<T> typeOf(T resource) {
		return (ResourceType<T>) ResourceType.of(ClassUtils.getUserClass(resource), this.engine.mappingContext());
	}

}
