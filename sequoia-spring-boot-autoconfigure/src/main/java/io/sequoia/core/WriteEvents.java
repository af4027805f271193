package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ResourcesWrittenEvent.Written;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.ClassUtils;

/**
 * Tells the application of writes that the platform has confirmed. Thread-safe.
 */
@Internal
public final class WriteEvents {

	private static final Log logger = LogFactory.getLog(WriteEvents.class);

	private final ApplicationEventPublisher publisher;

	private final SequoiaMappingContext types;

	private final @Nullable String client;

	/**
	 * Create the events.
	 * @param publisher publishes them
	 * @param types knows the versions of resources
	 */
	public WriteEvents(ApplicationEventPublisher publisher, SequoiaMappingContext types) {
		this(publisher, types, null);
	}

	private WriteEvents(ApplicationEventPublisher publisher, SequoiaMappingContext types, @Nullable String client) {
		this.publisher = publisher;
		this.types = types;
		this.client = client;
	}

	/**
	 * Create a copy for a named client.
	 * @param name the name of the client
	 * @return the copy, whose events have the name
	 */
	public WriteEvents of(String name) {
		return new WriteEvents(this.publisher, this.types, name);
	}

	/**
	 * Tell of resources that were stored or updated, before their caller gets them.
	 */
	<R> Mono<R> after(Mono<R> write, Call call, Kind kind, Function<R, List<Written>> written) {
		return write.flatMap((answer) -> Mono.deferContextual((context) -> {
			List<Written> resources = written.apply(answer);
			if (resources.isEmpty()) {
				return Mono.just(answer);
			}
			ResourcesWrittenEvent event = new ResourcesWrittenEvent(kind, call.service(),
					String.valueOf(call.resource()), call.owner(), resources, CorrelationIds.find(context),
					this.client);
			Consumer<Runnable> caller = CallContext.afterwards(context);
			if (caller != null) {
				// the operation has ended by then
				Context ended = Context.of(context).delete(ObservationThreadLocalAccessor.KEY);
				caller.accept(() -> publish(event, ended));
				return Mono.just(answer);
			}
			return Mono.fromRunnable(() -> publish(event, context))
				.subscribeOn(Schedulers.boundedElastic())
				.thenReturn(answer);
		}));
	}

	/** Publish an event as a log line is written: with the id in the logging context. */
	private void publish(ResourcesWrittenEvent event, ContextView operation) {
		CorrelationIds.log(operation, "A listener of writes failed; " + event.resources().size() + " resources of "
				+ event.service() + "/" + event.resource() + " were written anyway", (failure) -> {
					try {
						this.publisher.publishEvent(event);
					}
					catch (Throwable ex) {
						// an error would leave the caller without the answer
						logger.error(failure, ex);
					}
				});
	}

	/** Describe a resource in an answer. */
	<T> Written written(T resource, ResourceType<T> type, @Nullable Ref sent) {
		Ref ref = type.ref().apply(resource);
		return new Written((ref != null) ? ref : sent, version(resource));
	}

	private @Nullable String version(Object resource) {
		if (resource instanceof JsonNode json) {
			return json.path("version").asString(null);
		}
		Object version = (resource instanceof Map<?, ?> map) ? map.get("version")
				: versionOf(resource, this.types.getRequiredPersistentEntity(ClassUtils.getUserClass(resource)));
		return (version != null) ? version.toString() : null;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable Object versionOf(Object resource, SequoiaPersistentEntity<T> entity) {
		return entity.versionOf((T) resource);
	}

	/** Describe resources that were deleted. */
	static List<Written> deleted(List<Ref> refs) {
		return refs.stream().map((ref) -> new Written(ref, null)).toList();
	}

}
