package io.sequoia.core;

import java.util.List;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;

/**
 * An event of the application after the platform has confirmed a write, for example for
 * an audit log: {@code @EventListener void on(ResourcesWrittenEvent event)}. There is one
 * for each request, so that a batch has one for each chunk that was applied, even if
 * others fail. A write that failed, or whose outcome is unknown, has none. Listeners are
 * called before the caller gets its result: on the caller's thread for a blocking
 * operation, on a thread that may block for a reactive one. A listener that fails is
 * logged, as the write is done.
 *
 * @param kind the kind of write
 * @param service the name of the service
 * @param resource the name of the collection, as the resource type or the caller names it
 * @param owner the tenant in whose name the call was made
 * @param resources the resources, in the order in which they were sent
 * @param correlationId the correlation id of the call
 * @param client the name of the client below {@code sequoia.clients}, or {@code null} for
 * the default one
 */
public record ResourcesWrittenEvent(Kind kind, String service, String resource, String owner, List<Written> resources,
		@Nullable String correlationId, @Nullable String client) {

	public ResourcesWrittenEvent {
		resources = List.copyOf(resources);
	}

	/**
	 * The kind of a write.
	 */
	public enum Kind {

		/**
		 * The resources were created or wholly replaced.
		 */
		STORED,

		/**
		 * The resource was replaced in a version that it was known to have.
		 */
		UPDATED,

		/**
		 * The resources do not exist any more.
		 */
		DELETED

	}

	/**
	 * A resource that was written.
	 *
	 * @param ref its reference; {@code null} if the service made the name and did not
	 * tell it
	 * @param version its new version, if the answer and the type hold it; {@code null}
	 * after a deletion
	 */
	public record Written(@Nullable Ref ref, @Nullable String version) {
	}

}
