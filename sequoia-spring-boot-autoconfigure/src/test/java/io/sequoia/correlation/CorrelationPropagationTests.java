package io.sequoia.correlation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationPropagationTests {

	private final ContextRegistry registry = new ContextRegistry();

	private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
		.contextRegistry(this.registry)
		.build();

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void idGoesToAnotherThreadAndIsGoneAfterwards() throws Exception {
		new CorrelationPropagation(this.registry, "request");
		MDC.put("request", "id-1");
		ExecutorService executor = Executors.newSingleThreadExecutor();
		assertThat(executor.submit(this.snapshots.captureAll().wrap(() -> MDC.get("request"))).get()).isEqualTo("id-1");
		assertThat(executor.submit(() -> MDC.get("request")).get()).isNull();
		executor.submit(() -> MDC.put("request", "own-1")).get();
		assertThat(executor.submit(this.snapshots.captureAll().wrap(() -> MDC.get("request"))).get()).isEqualTo("id-1");
		assertThat(executor.submit(() -> MDC.get("request")).get()).isEqualTo("own-1");
		executor.shutdown();
	}

	@Test
	void accessorOfTheApplicationStays() {
		this.registry.registerThreadLocalAccessor("request", () -> "own", (id) -> {
		}, () -> {
		});
		ThreadLocalAccessor<?> own = this.registry.getThreadLocalAccessors().get(0);
		new CorrelationPropagation(this.registry, "request");
		assertThat(this.registry.getThreadLocalAccessors()).singleElement().isSameAs(own);
	}

	@Test
	void severalClientsShareOneAccessor() {
		new CorrelationPropagation(this.registry, "request");
		new CorrelationPropagation(this.registry, "request");
		new CorrelationPropagation(this.registry, "other");
		assertThat(this.registry.getThreadLocalAccessors()).extracting(ThreadLocalAccessor::key)
			.containsExactlyInAnyOrder("request", "other");
	}

}
