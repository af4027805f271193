package io.sequoia.repository;

import java.util.List;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.Browse;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Methods with a filter that the service's descriptor does not have.
 */
@ExtendWith(OutputCaptureExtension.class)
class FilterIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	@Test
	void unknownFiltersAreReportedWhenTheDescriptorIsRead(CapturedOutput output) {
		Bottles bottles = this.sandbox.repository(Bottles.class);
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
		assertThat(bottles.findByTitle("a")).isEmpty();
		assertThat(output).contains("Bottles.countByColour cannot be answered: it filters by property 'colour'")
			.contains("has no filter 'withColour' of 'contents'; its filters are ")
			.contains("Bottles.findByColourAndTitle cannot be answered")
			.doesNotContain("Bottles.findByTitle ");
		this.sandbox.sandbox().requests().clear();
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> bottles.countByColour("green"))
			.withMessageContaining("'colour'")
			.withMessageContaining("withTitle")
			.withMessageContaining("@Query");
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
	}

	@Test
	void firstCallIsCheckedToo() {
		Bottles bottles = this.sandbox.repository(Bottles.class);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> bottles.findByColourAndTitle("green", "a"));
		ReactiveBottles reactive = this.sandbox.repository(ReactiveBottles.class);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> reactive.findByColour("green").blockLast());
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> reactive.countByColour("green").block());
		assertThat(reactive.countByTitle("a").block()).isZero();
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isOne();
	}

	@Test
	void declaredQueryMayAskByWhatIsNotDescribed() {
		Bottles bottles = this.sandbox.repository(Bottles.class);
		bottles.countByTitle("a");
		Browse<Bottle> browse = bottles.coloured("green");
		catchThrowable(browse::page);
		assertThat(this.sandbox.query()).isEqualTo("withColour=green");
	}

	@Test
	void valuesThatAFilterWouldReadAsARangeAreRefused() {
		Bottles bottles = this.sandbox.repository(Bottles.class);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> bottles.findByAvailabilityStartAt("2000/2020"))
			.withMessageContaining("'availabilityStartAt'")
			.withMessageContaining("range ('/')");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> bottles.createdAt("2000/2020"))
			.withMessageContaining("'createdAt'")
			.withMessageContaining("range ('/')");
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
	}

	@Test
	void serviceWithoutADescriptorIsAskedAnyway() {
		this.sandbox.sandbox().faults().next(Operation.DESCRIPTOR, Fault.status(404));
		Bottles bottles = this.sandbox.repository(Bottles.class);
		assertThat(bottles.findByTitle("a")).isEmpty();
	}

	interface Bottles extends SequoiaRepository<Bottle> {

		List<Bottle> findByTitle(String title);

		long countByTitle(String title);

		long countByColour(String colour);

		List<Bottle> findByColourAndTitle(String colour, String title);

		List<Bottle> findByAvailabilityStartAt(String year);

		@Query("withCreatedAt=:at")
		List<Bottle> createdAt(String at);

		@Query("withColour=:colour")
		Browse<Bottle> coloured(String colour);

	}

	interface ReactiveBottles extends ReactiveSequoiaRepository<Bottle> {

		Flux<Bottle> findByColour(String colour);

		Mono<Long> countByColour(String colour);

		Mono<Long> countByTitle(String title);

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Bottle(@Nullable String ref, @Nullable String title, @Nullable String colour,
			@Nullable String availabilityStartAt) {
	}

}
