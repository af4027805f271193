package io.sequoia.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class PageSourceTests {

	private final List<Integer> fetched = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 5 })
	void fetchesNoFurtherAheadThanThePrefetch(int prefetch) {
		StepVerifier.create(pages(100, prefetch), 0)
			.then(() -> assertThat(this.fetched).as("lazy").isEmpty())
			.thenRequest(1)
			.expectNext(1)
			.then(() -> assertThat(this.fetched).hasSize(1 + prefetch))
			.thenRequest(2)
			.expectNext(2, 3)
			.then(() -> assertThat(this.fetched).hasSize(3 + prefetch))
			.thenCancel()
			.verify();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7 })
	void deliversEachPageOnceAndInOrder(int prefetch) {
		StepVerifier.create(pages(50_000, prefetch).index().filter((page) -> page.getT1() + 1 != page.getT2()))
			.verifyComplete();
		assertThat(this.fetched).hasSize(50_000);
	}

	@Test
	void asksForTheNextPageBeforeTheConsumerWorksOnThisOne() {
		List<Integer> fetchedBefore = new ArrayList<>();
		pages(3, 1).doOnNext((page) -> fetchedBefore.add(this.fetched.size())).limitRate(1).blockLast();
		assertThat(fetchedBefore).containsExactly(2, 3, 3);
	}

	@Test
	void asksForTheNextPageWhileThisOneIsStillArriving() {
		Sinks.One<Integer> first = Sinks.one();
		Sinks.One<Integer> second = Sinks.one();
		Announced chain = new Announced(List.of(first, second));
		StepVerifier.create(PageSource.follow(chain, 1), 1)
			.then(() -> assertThat(chain.begun).containsExactly("first"))
			.then(() -> chain.announce.accept("2"))
			.then(() -> assertThat(chain.begun).containsExactly("first", "2"))
			.then(() -> second.tryEmitValue(3))
			.expectNoEvent(Duration.ofMillis(1))
			.then(() -> first.tryEmitValue(1))
			.expectNext(1)
			.thenRequest(1)
			.expectNext(3)
			.thenCancel()
			.verify();
	}

	@Test
	void announcesLeadNoFurtherAheadThanThePrefetch() {
		Announced chain = new Announced(List.of(Sinks.one(), Sinks.one(), Sinks.one()));
		StepVerifier.create(PageSource.follow(chain, 1), 1)
			.then(() -> chain.announce.accept("2"))
			.then(() -> chain.announce.accept("3"))
			.then(() -> assertThat(chain.begun).containsExactly("first", "2"))
			.thenRequest(1)
			.then(() -> assertThat(chain.begun).containsExactly("first", "2", "3"))
			.thenCancel()
			.verify();
	}

	@Test
	void fewPagesWaitForOneThatIsStillArrivingWhateverIsDemanded() {
		List<Sinks.One<Integer>> pages = Stream.generate(Sinks::<Integer>one).limit(20).toList();
		Announced chain = new Announced(pages);
		StepVerifier.create(PageSource.follow(chain, 1))
			.then(() -> chain.announce.accept("2"))
			.then(() -> IntStream.range(2, 20).forEach((number) -> pages.get(number - 1).tryEmitValue(number)))
			.then(() -> assertThat(chain.begun).hasSize(11))
			.then(() -> pages.get(0).tryEmitValue(1))
			.expectNextSequence(IntStream.range(1, 20).boxed().toList())
			.then(() -> assertThat(chain.begun).hasSize(20))
			.thenCancel()
			.verify();
	}

	@Test
	void believesThePageRatherThanWhatAnAttemptAnnounced() {
		Sinks.One<Integer> first = Sinks.one();
		Sinks.One<Integer> wrong = Sinks.one();
		Sinks.One<Integer> second = Sinks.one();
		Announced chain = new Announced(List.of(first, wrong, second));
		StepVerifier.create(PageSource.follow(chain, 1), 2)
			.then(() -> chain.announce.accept("another"))
			.then(() -> assertThat(wrong.currentSubscriberCount()).isOne())
			.then(() -> first.tryEmitValue(1))
			.expectNext(1)
			.then(() -> assertThat(wrong.currentSubscriberCount()).isZero())
			.then(() -> assertThat(chain.begun).containsExactly("first", "another", "2"))
			.then(() -> second.tryEmitValue(3))
			.expectNext(3)
			.thenCancel()
			.verify();
	}

	@Test
	void stopsWhenCancelled() {
		Sinks.One<Integer> hanging = Sinks.one();
		StepVerifier.create(PageSource.follow(new Announced(List.of(hanging)), 1))
			.thenRequest(1)
			.then(() -> assertThat(hanging.currentSubscriberCount()).isOne())
			.thenCancel()
			.verify();
		assertThat(hanging.currentSubscriberCount()).isZero();
	}

	@Test
	void endsWithTheErrorOfAPageAfterThePagesBeforeIt() {
		Flux<Integer> failing = PageSource.follow(
				chain(2, (number) -> (number == 1) ? Mono.just(1) : Mono.error(new IllegalStateException("page 2"))),
				1);
		StepVerifier.create(failing).expectNext(1).verifyErrorMessage("page 2");
	}

	@Test
	void sharesTheSubscribersContextWithEachFetch() {
		Flux<Integer> pages = PageSource
			.follow(chain(1, (number) -> Mono.deferContextual((context) -> Mono.just(context.get("number")))), 1);
		StepVerifier.create(pages.contextWrite((context) -> context.put("number", 7))).expectNext(7).verifyComplete();
	}

	private Flux<Integer> pages(int count, int prefetch) {
		return PageSource.follow(chain(count, (number) -> Mono.fromSupplier(() -> {
			this.fetched.add(number);
			return number;
		})), prefetch);
	}

	private static PageSource.Chain<Integer> chain(int count, IntFunction<Mono<Integer>> fetch) {
		return new PageSource.Chain<>() {

			@Override
			public Mono<Integer> fetch(@Nullable String link, Consumer<String> announce) {
				return fetch.apply((link != null) ? Integer.parseInt(link) : 1);
			}

			@Override
			public @Nullable String next(Integer page) {
				return (page < count) ? Integer.toString(page + 1) : null;
			}

		};
	}

	/** A chain whose pages arrive when the test releases them. */
	private static final class Announced implements PageSource.Chain<Integer> {

		private final Iterator<Sinks.One<Integer>> pages;

		private final List<String> begun = new ArrayList<>();

		private Consumer<String> announce = (link) -> {
		};

		Announced(List<Sinks.One<Integer>> pages) {
			this.pages = pages.iterator();
		}

		@Override
		public Mono<Integer> fetch(@Nullable String link, Consumer<String> announce) {
			this.begun.add((link != null) ? link : "first");
			this.announce = announce;
			return this.pages.next().asMono();
		}

		@Override
		public @Nullable String next(Integer page) {
			return Integer.toString(page + 1);
		}

	}

}
