package io.sequoia.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.BatchOutcome;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The storing of streams and publishers that are larger than memory.
 */
class StoreStreamIntegrationTests {

	/** Two requests of ten resources at the same time. */
	private static final int AT_ONCE = 20;

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.batch.size=10",
			"sequoia.batch.concurrency=2");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaTemplate template = this.application.template();

	@Test
	void storesAllAndReadsNoFurtherAheadThanItSends() {
		AtomicInteger read = new AtomicInteger();
		List<Integer> ahead = new ArrayList<>();
		Stream<Content> contents = contents(95).peek((content) -> ahead.add(read.incrementAndGet() - stored()));
		assertThat(this.template.storeAll(contents)).isEqualTo(95);
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(95);
		assertThat(ahead).as("one element more is read to know whether more follow")
			.allMatch((count) -> count <= AT_ONCE + 1);
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(10);
	}

	@Test
	void readsTheStreamOnTheCallersThreadAndClosesIt() {
		Set<Thread> threads = new HashSet<>();
		AtomicBoolean closed = new AtomicBoolean();
		Stream<Content> contents = contents(60).peek((content) -> threads.add(Thread.currentThread()))
			.onClose(() -> closed.set(true));
		this.template.resources(Content.class).storeAll(contents);
		assertThat(threads).containsExactly(Thread.currentThread());
		assertThat(closed).isTrue();
	}

	@Test
	void failureOfClosingTheStreamReachesTheCaller() {
		Stream<Content> contents = contents(30).onClose(() -> {
			throw new IllegalStateException("The cursor was lost");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.template.storeAll(contents))
			.withMessage("The cursor was lost");
		assertThat(stored()).isEqualTo(30);
	}

	@Test
	void tellsHowManyWereStoredBeforeAFailureAndReadsNoFurther() {
		this.sandbox.faults().next(4, Operation.STORE, Fault.none()).next(2, Operation.STORE, Fault.status(422));
		AtomicInteger read = new AtomicInteger();
		AtomicBoolean closed = new AtomicBoolean();
		Stream<Content> contents = contents(500).peek((content) -> read.incrementAndGet())
			.onClose(() -> closed.set(true));
		InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
				() -> this.template.storeAll(contents));
		assertThat(failure).hasMessageContaining("the 40 resources before these were stored");
		assertThat(failure.batch()).isNotNull();
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(40);
		assertThat(read).hasValueLessThanOrEqualTo(60 + 1);
		assertThat(closed).isTrue();
	}

	@Test
	void numbersViolationsFromTheBeginningOfTheStream() {
		Stream<Content> contents = Stream.concat(contents(50),
				Stream.of(new Content(null, null, "untyped", "Untyped", null, null, null, null, List.of())));
		InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
				() -> this.template.storeAll(contents));
		assertThat(failure.violations()).singleElement().satisfies((violation) -> {
			assertThat(violation.index()).isEqualTo(50);
			assertThat(violation.path()).isEqualTo("type");
		});
		assertThat(failure).hasMessageContaining("the 40 resources before these were stored");
	}

	@Test
	void failsForAPublisherThatIgnoresDemandInsteadOfLosingItsResources() {
		Publisher<Content> heedless = (subscriber) -> {
			subscriber.onSubscribe(Operators.emptySubscription());
			contents(100).forEach(subscriber::onNext);
			subscriber.onComplete();
		};
		Flux<Content> stored = this.application.reactive().resources(Content.class).storeAll(heedless);
		assertThatIllegalStateException().isThrownBy(stored::blockLast).withMessageContaining("respects back-pressure");
	}

	@Test
	void isOneOperationWithOneCorrelationId() {
		this.template.storeAll(contents(60));
		assertThat(this.sandbox.requests()
			.all()
			.stream()
			.filter((request) -> request.operation() == Operation.STORE)
			.map((request) -> request.header("X-Correlation-ID"))
			.distinct()).hasSize(1);
	}

	@Test
	void storesNothingOfAnEmptyStream() {
		assertThat(this.template.storeAll(Stream.<Content>empty())).isZero();
		assertThat(this.sandbox.requests().count(Operation.STORE)).isZero();
	}

	@Test
	void passesOnTheFailureOfTheStreamItself() {
		Stream<Content> contents = contents(50).peek((content) -> {
			if ("stream-30".equals(content.name())) {
				throw new IllegalStateException("the source is gone");
			}
		});
		assertThatIllegalStateException().isThrownBy(() -> this.template.storeAll(contents))
			.withMessage("the source is gone");
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(20);
	}

	@Test
	void letsRequestsInFlightEndWhenTheSourceFails() {
		Fault slow = Fault.delay(Duration.ofMillis(200)).afterApplying();
		this.sandbox.faults().next(4, Operation.STORE, slow);
		Stream<Content> contents = contents(50).peek((content) -> {
			// read to know whether more follow
			if ("stream-20".equals(content.name())) {
				throw new IllegalStateException("the source is gone");
			}
		});
		assertThatIllegalStateException().isThrownBy(() -> this.template.storeAll(contents))
			.withMessage("the source is gone");
		assertThat(stored()).isEqualTo(AT_ONCE);
		Flux<Content> failing = Flux.range(20, 20)
			.map(StoreStreamIntegrationTests::content)
			.concatWith(Flux.error(new IllegalStateException("the source is gone")));
		List<Content> received = new ArrayList<>();
		Flux<Content> stored = this.application.reactive().storeAll(failing).doOnNext(received::add);
		assertThatIllegalStateException().isThrownBy(stored::blockLast).withMessage("the source is gone");
		assertThat(received).hasSize(AT_ONCE);
		assertThat(stored()).isEqualTo(2 * AT_ONCE);
	}

	@Test
	void refusesNullByItsIndex() {
		Stream<Content> contents = Stream.concat(contents(25), Stream.of((Content) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.storeAll(contents))
			.withMessage("The resource at index 25 must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.storeAll((Stream<Content>) null))
			.withMessage("The resources must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.resources(Content.class).storeAll((Stream<Content>) null))
			.withMessage("The resources must not be null");
	}

	@Test
	void requestsOfAPublisherWhatItHasRoomFor() {
		List<Long> requests = new CopyOnWriteArrayList<>();
		List<Integer> notStored = new CopyOnWriteArrayList<>();
		AtomicInteger sent = new AtomicInteger();
		List<Content> stored = this.application.reactive()
			.storeAll(Flux.range(0, 95)
				.map(StoreStreamIntegrationTests::content)
				.doOnNext((content) -> sent.incrementAndGet())
				.doOnRequest((count) -> {
					requests.add(count);
					notStored.add(sent.get() - stored());
				}))
			.collectList()
			.block();
		assertThat(stored).extracting(Content::name)
			.isEqualTo(IntStream.range(0, 95).mapToObj((i) -> "stream-" + i).toList());
		assertThat(requests).hasSizeGreaterThanOrEqualTo(5).allMatch((count) -> count <= AT_ONCE);
		assertThat(notStored).as("received, and not stored when more was requested").containsOnly(0);
	}

	@Test
	void tellsAnInterruptedCallerThatSomeMayHaveBeenStored() {
		AtomicBoolean closed = new AtomicBoolean();
		Stream<Content> contents = contents(60).peek((content) -> {
			if ("stream-30".equals(content.name())) {
				Thread.currentThread().interrupt();
			}
		}).onClose(() -> closed.set(true));
		OutcomeUnknownException failure = catchThrowableOfType(OutcomeUnknownException.class,
				() -> this.template.storeAll(contents));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).hasMessageContaining("Interrupted while");
		assertThat(closed).isTrue();
	}

	@Test
	void tellsAnInterruptedCallerWhatBecameOfTheBatch() {
		OutcomeUnknownException ofList = interruptedAtTheFifthRequest(
				() -> this.template.storeAll(contents(100).toList()));
		assertThat(ofList).hasMessageContaining("of the 100 resources of the batch");
		BatchOutcome outcome = ofList.batch();
		assertThat(outcome.applied().size() + outcome.notApplied().size() + outcome.unknown().size()).isEqualTo(100);
		// the fifth request begins after the answers to the first three
		assertThat(outcome.applied()).hasSizeGreaterThanOrEqualTo(30).isSubsetOf(storedRefs());
		assertThat(outcome.notApplied()).isNotEmpty().doesNotContainAnyElementsOf(storedRefs());
		assertThat(outcome.unknown()).isNotEmpty().isEqualTo(ofList.refs());
	}

	@Test
	void tellsAnInterruptedCallerWhatBecameOfTheStream() {
		OutcomeUnknownException ofStream = interruptedAtTheFifthRequest(() -> this.template.storeAll(contents(100)));
		assertThat(ofStream).hasMessageContaining("the 40 resources before these were stored");
		assertThat(ofStream.batch().unknown()).isNotEmpty().isEqualTo(ofStream.refs());
	}

	@Test
	void tellsAnInterruptedCallerWhatWasStoredBeforeARequestThatWaits() {
		this.sandbox.faults()
			.next(2, Operation.STORE, Fault.none())
			.next(Operation.STORE, Fault.status(429).header("Retry-After", "10"));
		OutcomeUnknownException failure = interrupted(Thread.currentThread(), 0,
				() -> this.template.storeAll(contents(30).toList()));
		assertThat(failure.batch().applied()).isNotEmpty();
	}

	private OutcomeUnknownException interruptedAtTheFifthRequest(ThrowingCallable call) {
		this.sandbox.faults()
			.next(4, Operation.STORE, Fault.none())
			.next(2, Operation.STORE, Fault.delay(Duration.ofMinutes(5)));
		return interrupted(Thread.currentThread(), 1, call);
	}

	/** Interrupt a caller when all faults but some have had their requests. */
	private OutcomeUnknownException interrupted(Thread caller, int pending, ThrowingCallable call) {
		// a thread of its own, as the common pool may be busy longer than requests are in
		// flight
		CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
			eventually(() -> this.sandbox.faults().pending() <= pending);
			caller.interrupt();
		}, (task) -> new Thread(task, "interrupter").start());
		OutcomeUnknownException failure = catchThrowableOfType(OutcomeUnknownException.class, call);
		interrupting.join();
		assertThat(Thread.interrupted()).isTrue();
		return failure;
	}

	private List<Ref> storedRefs() {
		return this.sandbox.resources("metadata", "contents")
			.stream()
			.map((content) -> Ref.valueOf(String.valueOf(content.get("ref"))))
			.toList();
	}

	private int stored() {
		return this.sandbox.resources("metadata", "contents").size();
	}

	private static Stream<Content> contents(int count) {
		return IntStream.range(0, count).mapToObj(StoreStreamIntegrationTests::content);
	}

	private static Content content(int i) {
		return Content.of("stream-" + i, "Content " + i);
	}

}
