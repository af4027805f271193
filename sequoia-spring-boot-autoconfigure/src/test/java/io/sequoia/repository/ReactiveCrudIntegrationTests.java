package io.sequoia.repository;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sequoia.Ref;
import io.sequoia.VersionConflictException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The methods of every reactive repository.
 */
class ReactiveCrudIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	@Test
	void storesWhatHasNoVersionAndUpdatesTheRest() {
		Film first = this.films.save(Film.of("a", "A")).block();
		Film second = this.films.save(first.withTitle("B")).block();
		assertThat(second.title()).isEqualTo("B");
		assertThat(requests(Operation.STORE)).hasSize(1);
		assertThat(requests(Operation.UPDATE)).singleElement()
			.satisfies((request) -> assertThat(request.header("If-Match")).isEqualTo('"' + first.version() + '"'));
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.films.save(first.withTitle("C")).block());
	}

	@Test
	void savesStreamsInBatchesAndAnswersInOrder() {
		Film versioned = this.films.save(Film.of("old", "Old")).block();
		this.sandbox.sandbox().requests().clear();
		List<Film> mixed = IntStream.range(0, 250)
			.mapToObj((i) -> (i == 70) ? versioned.withTitle("New") : Film.of("f" + i, "F" + i))
			.toList();
		List<String> titles = mixed.stream().map(Film::title).toList();
		assertThat(this.films.saveAll(Flux.fromIterable(mixed)).map(Film::title).collectList().block())
			.containsExactlyElementsOf(titles);
		assertThat(requests(Operation.STORE)).hasSize(3);
		assertThat(requests(Operation.UPDATE)).hasSize(1);
		assertThat(this.films.saveAll(mixed.subList(0, 3)).map(Film::title).collectList().block())
			.containsExactlyElementsOf(titles.subList(0, 3));
		assertThat(this.films.saveAll(Flux.empty()).collectList().block()).isEmpty();
	}

	@Test
	void letsRequestsInFlightEndWhenTheSourceFails() {
		Fault slow = Fault.delay(Duration.ofMillis(200)).afterApplying();
		this.sandbox.sandbox().faults().next(Operation.STORE, slow).next(Operation.DELETE, slow);
		Flux<Film> saved = Flux.range(0, 100).map((i) -> Film.of("f" + i, "F" + i));
		IllegalStateException failure = new IllegalStateException("the source is gone");
		List<Film> received = new ArrayList<>();
		assertThatIllegalStateException()
			.isThrownBy(this.films.saveAll(saved.concatWith(Flux.error(failure))).doOnNext(received::add)::blockLast)
			.withMessage("the source is gone");
		assertThat(received).hasSize(100);
		assertThatIllegalStateException()
			.isThrownBy(this.films.deleteAll(Flux.fromIterable(received).concatWith(Flux.error(failure)))::block)
			.withMessage("the source is gone");
		assertThat(this.films.count().block()).isZero();
	}

	@Test
	void findsAllWithoutReadingAheadOfDemand() {
		store(450);
		assertThat(this.films.findAll().take(150).count().block()).isEqualTo(150);
		assertThat(requests(Operation.BROWSE)).hasSizeLessThanOrEqualTo(3);
		assertThat(this.films.findAll().count().block()).isEqualTo(450);
		assertThat(this.films.findAll(Sort.by("name").descending()).map(Film::name).blockFirst()).isEqualTo("f449");
		assertThat(this.films.count().block()).isEqualTo(450);
		assertThat(this.films.browse(Criteria.all().perPage(50)).pages().count().block()).isEqualTo(9);
	}

	@Test
	void findsByIdsInChunks() {
		store(120);
		List<Ref> refs = IntStream.range(0, 130).mapToObj((i) -> ref(String.format("f%03d", i))).toList();
		assertThat(this.films.findAllById(refs).map(Film::ref).collectList().block())
			.containsExactlyElementsOf(refs.subList(0, 120));
		assertThat(this.films.findAllById(Flux.fromIterable(refs)).count().block()).isEqualTo(120);
		assertThat(requests(Operation.READ)).hasSize(4);
		assertThat(this.films.findById(ref("none")).blockOptional()).isEmpty();
		assertThat(this.films.findById(Mono.just(ref("f001"))).map(Film::name).block()).isEqualTo("f001");
		assertThat(this.films.existsById(ref("f001")).block()).isTrue();
		assertThat(this.films.existsById(Mono.just(ref("none"))).block()).isFalse();
	}

	@Test
	void deletesByIdByResourceAndInChunks() {
		store(230);
		this.films.deleteById(ref("f000")).block();
		this.films.deleteById(Mono.just(ref("none"))).block();
		this.films.findById(ref("f001")).flatMap(this.films::delete).block();
		this.films.deleteAllById(List.of(ref("f002"), ref("f003"))).block();
		assertThat(this.films.count().block()).isEqualTo(226);
		this.sandbox.sandbox().requests().clear();
		this.films.deleteAll(this.films.findAll()).block();
		assertThat(requests(Operation.DELETE)).hasSize(3);
		assertThat(this.films.count().block()).isZero();
	}

	@Test
	void refusesToDeleteEverythingUnlessThatIsAllowed() {
		store(3);
		Mono<Void> refused = this.films.deleteAll();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(refused::block)
			.withMessageContaining("sequoia.repositories.allow-delete-all=true");
		assertThat(this.films.count().block()).isEqualTo(3);
		try (RepositorySandbox allowing = RepositorySandbox.empty("sequoia.repositories.allow-delete-all=true")) {
			allowing.put(Map.of("name", "a", "title", "A", "type", "movie"));
			Films all = allowing.repository(Films.class);
			all.deleteAll().block();
			assertThat(all.count().block()).isZero();
		}
	}

	@Test
	void refusesNull() {
		// Spring Data checks arguments only where the repository's package is marked
		@SuppressWarnings("unchecked")
		ReactiveSequoiaRepository<Film> unmarked = (ReactiveSequoiaRepository<Film>) AopProxyUtils
			.getSingletonTarget(this.films);
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAll((Sort) null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.saveAll((Iterable<Film>) null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAllById((Iterable<Ref>) null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.deleteAllById(null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.deleteAll((Iterable<Film>) null));
		List<Ref> refs = Arrays.asList(ref("a"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAllById(refs).blockLast())
			.withMessageContaining("index 1");
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.deleteAllById(refs).block())
			.withMessageContaining("index 1");
	}

	@Test
	void sendsNothingBeforeASubscription() {
		this.films.save(Film.of("a", "A"));
		this.films.saveAll(List.of(Film.of("a", "A")));
		this.films.findAll();
		this.films.findAllById(List.of(ref("a")));
		this.films.existsById(ref("a"));
		this.films.deleteById(ref("a"));
		this.films.deleteAllById(List.of(ref("a")));
		this.films.browse(Criteria.all()).list();
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
	}

	private void store(int count) {
		Content.seed(this.sandbox.sandbox(), count, "f%03d", "t");
	}

	private List<LoggedRequest> requests(Operation operation) {
		return this.sandbox.sandbox().requests().of(operation);
	}

	private static Ref ref(String name) {
		return Ref.of("testmock", name);
	}

	interface Films extends ReactiveSequoiaRepository<Film> {

	}

}
