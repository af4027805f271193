package io.sequoia.repository;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.sequoia.Ref;
import io.sequoia.VersionConflictException;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The methods of every repository.
 */
class CrudIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	@Test
	void storesWhatHasNoVersion() {
		Film stored = this.films.save(Film.of("a", "A"));
		assertThat(stored.ref()).isEqualTo(ref("a"));
		assertThat(stored.version()).isNotNull();
		assertThat(requests(Operation.STORE)).hasSize(1);
		assertThat(this.films.save(Film.of(null, "Nameless")).name()).isNotBlank();
	}

	@Test
	void updatesWhatHasAVersionIfItIsStillThat() {
		Film first = this.films.save(Film.of("a", "A"));
		Film second = this.films.save(first.withTitle("B"));
		assertThat(second.title()).isEqualTo("B");
		assertThat(requests(Operation.UPDATE)).singleElement()
			.satisfies((request) -> assertThat(request.header("If-Match")).isEqualTo('"' + first.version() + '"'));
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.films.save(first.withTitle("C")));
		assertThat(this.films.findById(ref("a")).orElseThrow().title()).isEqualTo("B");
	}

	@Test
	void knowsIdAndVersionByTheirAnnotations() {
		Pictures pictures = this.sandbox.repository(Pictures.class);
		Picture picture = new Picture();
		picture.setName("p");
		picture.setType("image");
		Picture stored = pictures.save(picture);
		assertThat(stored.getKey()).isEqualTo("testmock:p");
		stored.setType("video");
		assertThat(pictures.save(stored).getType()).isEqualTo("video");
		assertThat(requests(Operation.UPDATE)).hasSize(1);
		pictures.delete(stored);
		assertThat(pictures.count()).isZero();
	}

	@Test
	void savesManyInBatchesAndThoseWithAVersionByUpdates() {
		Film versioned = this.films.save(Film.of("old", "Old"));
		this.sandbox.sandbox().requests().clear();
		List<Film> mixed = IntStream.range(0, 150)
			.mapToObj((i) -> (i == 70) ? versioned.withTitle("New") : Film.of("f" + i, "F" + i))
			.toList();
		List<Film> saved = this.films.saveAll(mixed);
		assertThat(saved).extracting(Film::title).containsExactlyElementsOf(mixed.stream().map(Film::title).toList());
		assertThat(saved).extracting(Film::version).doesNotContainNull();
		assertThat(requests(Operation.STORE)).hasSize(2);
		assertThat(requests(Operation.UPDATE)).hasSize(1);
		assertThat(this.films.saveAll(List.of())).isEmpty();
		assertThat(requests(Operation.STORE)).hasSize(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.films.saveAll(Arrays.asList(versioned, null)));
	}

	@Test
	void findsAllOverAllPages() {
		store(250);
		assertThat(this.films.findAll()).hasSize(250);
		assertThat(requests(Operation.BROWSE)).hasSize(3);
		assertThat(this.films.findAll(Sort.by("name").descending())).extracting(Film::name).startsWith("f249");
		assertThat(this.films.count()).isEqualTo(250);
	}

	@Test
	void findsByIdsInChunks() {
		store(120);
		List<Ref> refs = IntStream.range(0, 130).mapToObj((i) -> ref(String.format("f%03d", i))).toList();
		assertThat(this.films.findAllById(refs)).extracting(Film::ref).containsExactlyElementsOf(refs.subList(0, 120));
		assertThat(requests(Operation.READ)).hasSize(2);
		assertThat(this.films.findById(ref("none"))).isEmpty();
		assertThat(this.films.existsById(ref("f001"))).isTrue();
		assertThat(this.films.existsById(ref("none"))).isFalse();
	}

	@Test
	void findsAPageByItsNumberAndCountsInTheSameRequest() {
		store(45);
		Page<Film> page = this.films.findAll(PageRequest.of(1, 20, Sort.by("name").descending()));
		assertThat(page.getContent()).extracting(Film::name).startsWith("f024").endsWith("f005");
		assertThat(page.getTotalElements()).isEqualTo(45);
		assertThat(page.getTotalPages()).isEqualTo(3);
		assertThat(requests(Operation.BROWSE)).hasSize(1);
		assertThat(this.sandbox.query()).isEqualTo("count=true&page=2&perPage=20&sort=-name");
		assertThat(requests(Operation.BROWSE).get(0).query()).doesNotContainKey("continue");
		assertThat(this.films.findAll(page.nextPageable())).hasSize(5);
		assertThat(this.films.findAll(PageRequest.of(7, 20))).isEmpty();
		assertThat(this.films.findAll(Pageable.unpaged())).hasSize(45);
	}

	@Test
	void browsesByCriteria() {
		store(5);
		Criteria criteria = where(field("name").oneOrMoreOf("f003", "f004")).orderBy("name").count();
		assertThat(this.films.browse(criteria).list()).extracting(Film::name).containsExactly("f003", "f004");
		assertThat(this.films.browse(criteria).page().totalCount()).hasValue(2);
		assertThat(this.films.browse(criteria).first()).map(Film::name).contains("f003");
		assertThat(this.films.browse(criteria).stream()).hasSize(2);
		assertThat(this.films.browse(criteria.perPage(1)).pages()).hasSize(2);
	}

	@Test
	void deletesByIdByResourceAndInChunks() {
		store(130);
		this.films.deleteById(ref("f000"));
		this.films.deleteById(ref("none"));
		this.films.delete(this.films.findById(ref("f001")).orElseThrow());
		this.films.deleteAllById(List.of(ref("f002"), ref("f003")));
		this.sandbox.sandbox().requests().clear();
		this.films.deleteAll(this.films.findAll());
		assertThat(requests(Operation.DELETE)).hasSize(2);
		assertThat(this.films.count()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> this.films.delete(Film.of(null, "A")));
	}

	@Test
	void refusesNull() {
		// Spring Data checks arguments only where the repository's package is marked
		@SuppressWarnings("unchecked")
		SequoiaRepository<Film> unmarked = (SequoiaRepository<Film>) AopProxyUtils.getSingletonTarget(this.films);
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAll((Sort) null))
			.withMessageContaining("Sort.unsorted()");
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAll((Pageable) null))
			.withMessageContaining("Pageable.unpaged()");
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.saveAll(null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.findAllById(null));
		assertThatIllegalArgumentException().isThrownBy(() -> unmarked.deleteAllById(null));
	}

	@Test
	void refusesToDeleteEverything() {
		store(3);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(this.films::deleteAll)
			.withMessageContaining("Film")
			.withMessageContaining("sequoia.repositories.allow-delete-all=true");
		assertThat(this.films.count()).isEqualTo(3);
	}

	@Test
	void deletesEverythingIfThatIsAllowed() {
		try (RepositorySandbox allowing = RepositorySandbox.empty("sequoia.repositories.allow-delete-all=true")) {
			Films all = allowing.repository(Films.class);
			all.saveAll(IntStream.range(0, 120).mapToObj((i) -> Film.of("f" + i, "F")).toList());
			all.deleteAll();
			assertThat(all.count()).isZero();
			List<LoggedRequest> browses = allowing.sandbox().requests().of(Operation.BROWSE);
			assertThat(browses.get(0).query()).containsEntry("fields", List.of("ref"));
		}
	}

	@Test
	void readsWithoutAVersionAreStored() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		Bares bares = this.sandbox.repository(Bares.class);
		Bare bare = bares.findById(ref("a")).orElseThrow();
		bares.save(new Bare(bare.ref(), "B", "movie"));
		assertThat(requests(Operation.STORE)).hasSize(1);
		assertThat(requests(Operation.UPDATE)).isEmpty();
		assertThat(bares.findById(ref("a"))).map(Bare::title).isEqualTo(Optional.of("B"));
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

	interface Films extends SequoiaRepository<Film> {

	}

	interface Pictures extends SequoiaRepository<Picture> {

	}

	interface Bares extends SequoiaRepository<Bare> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Bare(Ref ref, String title, String type) {
	}

}
