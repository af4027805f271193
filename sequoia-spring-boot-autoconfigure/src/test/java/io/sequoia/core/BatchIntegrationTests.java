package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.BatchOutcome;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.contract.Proves;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The requests of a batch, and the failure of one.
 */
class BatchIntegrationTests {

	@AutoClose
	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	@Test
	void tellsWhatWasStoredWhenAChunkIsRefused() {
		this.sandbox.faults().next(Operation.STORE, Fault.none()).next(Operation.STORE, Fault.status(422));
		try (ConfigurableApplicationContext context = run("sequoia.batch.concurrency=1")) {
			List<Content> contents = contents(450);
			InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
					() -> template(context).storeAll(contents));
			BatchOutcome outcome = outcome(failure);
			assertThat(outcome.applied()).isEqualTo(refs(0, 100));
			assertThat(outcome.notApplied()).isEqualTo(refs(100, 450));
			assertThat(outcome.unknown()).isEmpty();
			assertThat(failure.status()).isEqualTo(422);
			assertThat(failure).hasMessageContaining("of the 450 resources of the batch 100 were applied, 350 were not")
				.hasRootCauseInstanceOf(InvalidResourceException.class);
			assertThat(this.sandbox.requests().count(Operation.STORE)).as("no chunk is begun after a failed one")
				.isEqualTo(2);
			assertThat(this.sandbox.resources("metadata", "contents")).hasSize(100);
		}
	}

	@Test
	void tellsWhatMayHaveBeenStoredWhenTheAnswersOfAChunkAreLost() {
		this.sandbox.faults()
			.next(Operation.STORE, Fault.none())
			.next(Operation.STORE, Fault.reset().afterApplying())
			.next(2, Operation.STORE, Fault.status(429));
		try (ConfigurableApplicationContext context = run("sequoia.batch.concurrency=1", "sequoia.retry.max-attempts=3",
				"sequoia.retry.interval=1ms")) {
			SequoiaFailure failure = (SequoiaFailure) catchThrowableOfType(RuntimeException.class,
					() -> template(context).storeAll(contents(250)));
			assertThat(failure.status()).isEqualTo(429);
			assertThat(outcome(failure)).isEqualTo(new BatchOutcome(refs(0, 100), refs(200, 250), refs(100, 200)));
		}
	}

	@Test
	void knowsThatNothingWasStoredWhenOnlyTheIdentityServiceFailed() {
		try (ConfigurableApplicationContext context = run("sequoia.retry.max-attempts=3",
				"sequoia.retry.interval=1ms")) {
			template(context).store(Content.of("first", "First"));
			this.sandbox.faults().revokeTokens().next(10, Operation.TOKEN, Fault.status(503));
			SequoiaFailure failure = catchThrowableOfType(ServiceUnavailableException.class,
					() -> template(context).storeAll(contents(3)));
			assertThat(failure.service()).isEqualTo("identity");
			assertThat(outcome(failure)).isEqualTo(new BatchOutcome(List.of(), refs(0, 3), List.of()));
		}
	}

	@Test
	void letsChunksOnTheirWayEndAndReportsThem() {
		this.sandbox.faults().next(Operation.STORE, Fault.status(400));
		try (ConfigurableApplicationContext context = run("sequoia.batch.concurrency=4")) {
			InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
					() -> template(context).storeAll(contents(1_000)));
			BatchOutcome outcome = outcome(failure);
			assertThat(outcome.applied()).hasSize(this.sandbox.resources("metadata", "contents").size());
			assertThat(outcome.applied().size() + outcome.notApplied().size()).isEqualTo(1_000);
			assertThat(this.sandbox.requests().count(Operation.STORE)).isLessThan(10);
		}
	}

	@Test
	void tellsWhatWasDeletedWhenAChunkIsRefused() {
		this.sandbox.putAll("metadata", "contents",
				IntStream.range(0, 250)
					.mapToObj((i) -> Map.of("name", name(i), "title", "t", "type", "movie"))
					.toList());
		this.sandbox.faults().next(Operation.DELETE, Fault.none()).next(Operation.DELETE, Fault.status(403));
		try (ConfigurableApplicationContext context = run("sequoia.batch.concurrency=1")) {
			SequoiaFailure failure = (SequoiaFailure) catchThrowableOfType(RuntimeException.class,
					() -> template(context).deleteAll(refs(0, 250), Content.class));
			assertThat(outcome(failure)).isEqualTo(new BatchOutcome(refs(0, 100), refs(100, 250), List.of()));
		}
	}

	@Test
	void storesTypesOfOneCollectionInOneRequestAndGivesEachItsType() {
		try (ConfigurableApplicationContext context = run()) {
			List<Object> stored = template(context)
				.storeAll(List.of(Content.of("a", "A"), new Clip(null, "b", "B", "clip"), Content.of("c", "C")));
			assertThat(stored).extracting(Object::getClass)
				.extracting(Class::getSimpleName)
				.containsExactly("Content", "Clip", "Content");
			assertThat(((Clip) stored.get(1)).ref()).isEqualTo(Ref.of(this.sandbox.owner(), "b"));
			assertThat(this.sandbox.requests().count(Operation.STORE)).isOne();
		}
	}

	@Test
	@Proves("4 batch limit")
	void splitsByTheDescriptorsLimitAndTheSettingWhicheverIsLess() {
		try (ConfigurableApplicationContext context = run("sequoia.batch.size=40")) {
			assertThat(template(context).storeAll(contents(100))).hasSize(100);
			assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(3);
		}
	}

	@Test
	void splitsLongRefsSoThatNoAddressIsLongerThanServersTake() {
		String longName = "n".repeat(400);
		List<Ref> refs = IntStream.range(0, 60).mapToObj((i) -> Ref.of(this.sandbox.owner(), longName + i)).toList();
		try (ConfigurableApplicationContext context = run()) {
			assertThat(template(context).readAll(refs, Content.class)).isEmpty();
			assertThat(this.sandbox.requests().of(Operation.READ)).hasSizeGreaterThan(3)
				.allSatisfy((request) -> assertThat(request.uri().length()).isLessThan(8 * 1024));
		}
	}

	@Test
	void tellsTheOutcomeOfABatchOfOneResource() {
		this.sandbox.faults().next(Operation.STORE, Fault.status(400));
		try (ConfigurableApplicationContext context = run()) {
			InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
					() -> template(context).storeAll(List.of(Content.of("one", "One"))));
			assertThat(failure.batch())
				.isEqualTo(new BatchOutcome(List.of(), List.of(Ref.of(this.sandbox.owner(), "one")), List.of()));
			assertThat(failure).hasMessageNotContaining("batch");
		}
	}

	@Test
	void tellsNothingOfABatchWhereOneResourceIsStored() {
		this.sandbox.faults().next(Operation.STORE, Fault.status(400));
		try (ConfigurableApplicationContext context = run()) {
			InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
					() -> template(context).store(Content.of("one", "One")));
			assertThat(failure.batch()).isNull();
			assertThat(failure).hasMessageNotContaining("batch");
		}
	}

	@Test
	void sendsNothingForNoResources() {
		try (ConfigurableApplicationContext context = run()) {
			SequoiaOperations template = template(context);
			assertThat(template.storeAll(List.of())).isEmpty();
			assertThat(template.readAll(List.of(), Content.class)).isEmpty();
			assertThatNoException().isThrownBy(() -> template.deleteAll(List.of(), Content.class));
			assertThat(this.sandbox.requests().all()).isEmpty();
		}
	}

	@Test
	void sendsNothingWhenOneCollectionOfAMixedBatchDoesNotExist() {
		try (ConfigurableApplicationContext context = run()) {
			DiscoveryException failure = catchThrowableOfType(DiscoveryException.class,
					() -> template(context).storeAll(List.of(Content.of("a", "A"), new Lost("x"))));
			assertThat(failure).hasMessageContaining("no resource 'contentz'").hasMessageContaining("contents");
			assertThat(this.sandbox.requests().count(Operation.STORE)).isZero();
		}
	}

	private ConfigurableApplicationContext run(String... properties) {
		return ClientApplication.run(this.sandbox, properties);
	}

	private static SequoiaOperations template(ConfigurableApplicationContext context) {
		return context.getBean(SequoiaTemplate.class);
	}

	private static BatchOutcome outcome(SequoiaFailure failure) {
		BatchOutcome outcome = failure.batch();
		assertThat(outcome).isNotNull();
		return outcome;
	}

	private static List<Content> contents(int count) {
		return IntStream.range(0, count).mapToObj((i) -> Content.of(name(i), "Content " + i)).toList();
	}

	private List<Ref> refs(int from, int to) {
		Collection<Ref> refs = new ArrayList<>();
		for (int i = from; i < to; i++) {
			refs.add(Ref.of(this.sandbox.owner(), name(i)));
		}
		return List.copyOf(refs);
	}

	private static String name(int i) {
		return "batch-" + i;
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Clip(Ref ref, String name, String title, String type) {
	}

	@SequoiaResource(service = "metadata", name = "contentz")
	record Lost(String name) {
	}

}
