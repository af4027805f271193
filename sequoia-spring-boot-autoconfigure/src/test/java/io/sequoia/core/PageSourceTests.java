package io.sequoia.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
	void stopsWhenCancelled() {
		Sinks.One<Integer> hanging = Sinks.one();
		StepVerifier.create(PageSource.follow(hanging.asMono(), (page) -> Optional.empty(), 1))
			.thenRequest(1)
			.then(() -> assertThat(hanging.currentSubscriberCount()).isOne())
			.thenCancel()
			.verify();
		assertThat(hanging.currentSubscriberCount()).isZero();
	}

	@Test
	void endsWithTheErrorOfAPageAfterThePagesBeforeIt() {
		Flux<Integer> failing = PageSource.follow(Mono.just(1),
				(page) -> Optional.of(Mono.error(new IllegalStateException("page 2"))), 1);
		StepVerifier.create(failing).expectNext(1).verifyErrorMessage("page 2");
	}

	@Test
	void sharesTheSubscribersContextWithEachFetch() {
		Mono<String> page = Mono.deferContextual((context) -> Mono.just(context.get("id")));
		StepVerifier
			.create(PageSource.follow(page, (first) -> Optional.empty(), 1).contextWrite((c) -> c.put("id", "x")))
			.expectNext("x")
			.verifyComplete();
	}

	private Flux<Integer> pages(int count, int prefetch) {
		return PageSource.follow(page(1), (page) -> (page < count) ? Optional.of(page(page + 1)) : Optional.empty(),
				prefetch);
	}

	private Mono<Integer> page(int number) {
		return Mono.fromSupplier(() -> {
			this.fetched.add(number);
			return number;
		});
	}

}
