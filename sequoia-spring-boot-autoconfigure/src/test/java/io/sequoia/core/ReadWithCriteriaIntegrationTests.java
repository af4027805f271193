package io.sequoia.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.contract.Proves;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reading resources by their refs, with a choice of fields, inclusions and language.
 */
class ReadWithCriteriaIntegrationTests {

	private static final Ref A = Ref.of("testmock", "a");

	private static final Ref B = Ref.of("testmock", "b");

	private static final Ref ABSENT = Ref.of("testmock", "absent");

	private static final Criteria NARROW = Criteria.all()
		.include(resource("assets").fields("name"), resource("categories"))
		.fields("title")
		.lang("es");

	@AutoClose
	private static final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.batch.size=2");

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaOperations template = application.template();

	private static final ReactiveSequoiaOperations reactive = application.reactive();

	@BeforeAll
	static void start() {
		sandbox.put("metadata", "categories", Map.of("name", "drama", "title", "Drama"));
		for (String name : List.of("a", "b", "c", "d")) {
			sandbox.put("metadata", "contents", Map.of("name", name, "title", "Film " + name, "type", "movie",
					"categoryRefs", List.of("testmock:drama")));
			sandbox.put("metadata", "assets",
					Map.of("name", name + "1", "type", "image", "contentRef", "testmock:" + name));
		}
		sandbox.put("metadata", "contents", Map.of("name", "many", "title", "Many", "type", "movie"));
		sandbox.putAll("metadata", "assets",
				IntStream.range(0, 130)
					.mapToObj((i) -> Map.of("name", "m" + i, "type", "image", "contentRef", "testmock:many"))
					.toList());
	}

	@BeforeEach
	void forget() {
		sandbox.requests().clear();
	}

	@Test
	@Proves("4 read with criteria")
	void readsWhatTheCriteriaSayAndFillsLinkedProperties() {
		assertNarrow(template.read(A, NARROW, Film.class));
		assertNarrow(template.find(A, NARROW, Film.class).orElseThrow());
		assertNarrow(template.resources(Film.class).read(A, NARROW));
		assertNarrow(template.resources(Film.class).find(A, NARROW).orElseThrow());
		assertNarrow(reactive.read(A, NARROW, Film.class).block());
		assertNarrow(reactive.find(A, NARROW, Film.class).block());
		assertNarrow(reactive.resources(Film.class).read(A, NARROW).block());
		assertNarrow(reactive.resources(Film.class).find(A, NARROW).block());
		List<LoggedRequest> sent = sandbox.requests().of(Operation.READ);
		assertThat(sent).hasSize(8).allSatisfy((request) -> {
			assertThat(request.query()).containsEntry("include", List.of("assets,categories"))
				.containsEntry("lang", List.of("es"))
				.containsEntry("fields", List.of("title,ref,categoryRefs"))
				.containsEntry("assets.fields", List.of("name,ref,contentRef"))
				.containsEntry("continue", List.of("true"))
				.containsEntry("owner", List.of("testmock"));
		});
	}

	private static void assertNarrow(@Nullable Film film) {
		assertThat(film).isNotNull();
		assertThat(film.title()).isEqualTo("Film a");
		assertThat(film.type()).isNull();
		assertThat(film.assets()).extracting(Asset::getName).containsExactly("a1");
		assertThat(film.categories()).extracting(Category::title).containsExactly("Drama");
	}

	@Test
	void sendsNothingMoreWithoutCriteria() {
		template.read(A, Film.class);
		assertThat(sandbox.requests().of(Operation.READ)).singleElement()
			.satisfies((request) -> assertThat(request.query()).isEqualTo(Map.of("owner", List.of("testmock"))));
	}

	@Test
	@Proves("4 read with criteria")
	void readsManyInTheOrderAskedForWhateverFieldsAreChosen() {
		List<Ref> refs = List.of(Ref.of("testmock", "d"), ABSENT, B, A, Ref.of("testmock", "c"), B);
		Criteria titles = Criteria.all().include(resource("assets")).fields("title");
		assertThat(template.readAll(refs, titles, Film.class)).extracting(Film::title)
			.containsExactly("Film d", "Film b", "Film a", "Film c", "Film b");
		assertThat(template.resources(Film.class).readAll(refs, titles))
			.allSatisfy((film) -> assertThat(film.assets()).singleElement()
				.satisfies((asset) -> assertThat(asset.getContentRef()).isEqualTo(film.ref())));
		assertThat(reactive.readAll(refs, titles, Film.class).map(Film::title).collectList().block())
			.containsExactly("Film d", "Film b", "Film a", "Film c", "Film b");
		assertThat(reactive.resources(Named.class).readAll(refs, titles).map(Named::name).collectList().block())
			.as("of a type without a ref")
			.containsExactly("d", "b", "a", "c", "b");
		assertThat(template.service("metadata").resources("contents").readAll(refs, Criteria.all().fields("title")))
			.extracting((content) -> content.get("title"))
			.containsExactly("Film d", "Film b", "Film a", "Film c", "Film b");
		assertThat(template.readAll(List.of(), titles, Film.class)).isEmpty();
	}

	@Test
	@Proves("4 read with criteria")
	void givesOnePageOfAllTogetherWithWhatTheyInclude() {
		List<Ref> refs = Stream.of("a", "b", "c", "absent", "d").map((name) -> Ref.of("testmock", name)).toList();
		Criteria criteria = Criteria.all().include(resource("assets"), resource("categories"));
		for (ResourcePage<Film> page : List.of(template.resources(Film.class).page(refs, criteria),
				reactive.resources(Film.class).page(refs, criteria).blockOptional().orElseThrow())) {
			assertThat(page.resources()).extracting(Film::title)
				.containsExactly("Film a", "Film b", "Film c", "Film d");
			assertThat(page.resources()).allSatisfy((film) -> assertThat(film.assets()).hasSize(1));
			assertThat(page.linked("assets", Asset.class)).extracting(Asset::getName)
				.containsExactly("a1", "b1", "c1", "d1");
			assertThat(page.linked("categories", Category.class)).as("once, though each request has it").hasSize(1);
			assertThat(page.hasNext()).isFalse();
			assertThat(page.totalCount()).isEmpty();
			assertThat(page.facets()).isEmpty();
		}
		assertThat(sandbox.requests().count(Operation.READ)).as("two refs at a time").isEqualTo(6);
		assertThat(template.resources(Film.class).page(List.of(ABSENT), criteria).resources()).isEmpty();
		forget();
		assertThat(template.resources(Film.class).page(List.of(), criteria).resources()).isEmpty();
		assertThat(sandbox.requests().count(Operation.READ)).isZero();
	}

	@Test
	void fillsFromFurtherPagesOfWhatIsIncluded() {
		Ref many = Ref.of("testmock", "many");
		Criteria withAssets = Criteria.all().include(resource("assets"));
		assertThat(template.read(many, withAssets, Film.class).assets()).hasSize(130);
		assertThat(reactive.find(many, withAssets, Film.class).block()).isNotNull()
			.satisfies((film) -> assertThat(film.assets()).hasSize(130));
	}

	@Test
	void tellsThatThereIsNone() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> template.read(ABSENT, NARROW, Film.class))
			.withMessageContaining("testmock:absent");
		assertThat(template.find(ABSENT, NARROW, Film.class)).isEmpty();
		assertThat(reactive.find(ABSENT, NARROW, Film.class).block()).isNull();
		assertThat(template.readAll(List.of(ABSENT), NARROW, Film.class)).isEmpty();
	}

	@Test
	void asksAgainForWhatIsNotThereYetWhereACallSaysSo() {
		RequestOptions patient = RequestOptions.builder()
			.retryStatus(404)
			.maxAttempts(3)
			.backOff(Duration.ofMillis(1))
			.build();
		assertThat(template.with(patient).find(ABSENT, Film.class)).isEmpty();
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> template.with(patient).read(ABSENT, Film.class));
		assertThat(template.with(patient).readAll(List.of(ABSENT), Film.class)).isEmpty();
		assertThat(reactive.with(patient).find(ABSENT, Film.class).block()).isNull();
		assertThat(sandbox.requests().count(Operation.READ)).isEqualTo(12);
		assertThat(template.find(ABSENT, Film.class)).isEmpty();
		assertThat(sandbox.requests().count(Operation.READ)).isEqualTo(13);
	}

	@ParameterizedTest
	@MethodSource
	void refusesWhatRefsSayByThemselves(Criteria criteria) {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> template.read(A, criteria, Film.class))
			.withMessageContaining("read by refs");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> template.readAll(List.of(A), criteria, Film.class));
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> reactive.resources(Film.class).page(List.of(A), criteria));
		assertThat(sandbox.requests().count(Operation.READ)).isZero();
	}

	static List<Criteria> refusesWhatRefsSayByThemselves() {
		return List.of(where(field("type").equalTo("movie")), Criteria.all().and(textSearch("x")),
				Criteria.all().orderBy("title"), Criteria.all().perPage(1), Criteria.all().count(),
				Criteria.all().skipResources(), Criteria.all().intersect("assets", Criteria.all()));
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String title, @Nullable String type,
			@Linked("assets") List<Asset> assets, @Linked("categories") List<Category> categories) {
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Named(String owner, String name) {
	}

	@SequoiaResource(service = "metadata", name = "categories")
	record Category(@Nullable Ref ref, @Nullable String title) {
	}

}
