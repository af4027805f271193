package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.dao.EmptyResultDataAccessException;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Numbered pages, the related resources of one parent, and references to nothing.
 */
class NavigationIntegrationTests {

	private static final Ref MANY = Ref.of("testmock", "many");

	private static final Ref NONE = Ref.of("testmock", "none");

	@AutoClose
	private static final ClientApplication application = ClientApplication.onEmptySandbox();

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final ResourceOperations<Map<String, Object>> contents = application.template()
		.service("metadata")
		.resources("contents");

	private static final ReactiveResourceOperations<Map<String, Object>> reactive = application.reactive()
		.service("metadata")
		.resources("contents");

	@BeforeAll
	static void start() {
		for (String name : List.of("drama", "comedy")) {
			sandbox.put("metadata", "categories", Map.of("name", name, "title", name));
		}
		sandbox.put("metadata", "contents", Map.of("name", "many", "title", "Many", "type", "movie", "categoryRefs",
				List.of("testmock:drama", "testmock:gone", "testmock:comedy", "testmock:lost")));
		sandbox.put("metadata", "contents",
				Map.of("name", "none", "title", "None", "type", "movie", "categoryRefs", List.of("testmock:gone")));
		sandbox.put("metadata", "contents", Map.of("name", "bare", "title", "Bare", "type", "movie"));
		sandbox.putAll("metadata", "assets",
				IntStream.range(0, 250)
					.mapToObj((i) -> Map.of("name", "m" + i, "type", "image", "contentRef", "testmock:many"))
					.toList());
		sandbox.putAll("metadata", "contents",
				IntStream.range(0, 25)
					.mapToObj((i) -> Map.of("name", "episode" + i, "title", "Episode", "type", "episode", "parentRef",
							"testmock:many"))
					.toList());
	}

	@BeforeEach
	void clear() {
		// other tests look at all contents
		for (boolean blocking : new boolean[] { true, false }) {
			contents.delete(Ref.of("testmock", "film" + blocking));
		}
		sandbox.requests().clear();
	}

	@Test
	void numberedPagesLeadToTheirNeighbours() {
		Browse<Map<String, Object>> browse = contents.browse(Criteria.all().perPage(5).count().param("page", "3"));
		ResourcePage<Map<String, Object>> third = browse.page();
		assertThat(third.number()).hasValue(3);
		ResourcePage<Map<String, Object>> second = browse.from(third.previous().orElseThrow()).page();
		assertThat(second.number()).hasValue(2);
		assertThat(second.resources()).hasSize(5).doesNotContainAnyElementsOf(third.resources());
		ResourcePage<Map<String, Object>> first = browse.from(second.first().orElseThrow()).page();
		assertThat(first.number()).hasValue(1);
		assertThat(first.previous()).isEmpty();
		ResourcePage<Map<String, Object>> last = browse.from(first.last().orElseThrow()).page();
		assertThat(last.hasNext()).isFalse();
		assertThat(last.number().getAsInt()).isEqualTo((int) Math.ceil(last.totalCount().getAsLong() / 5.0));
		assertThat(browse.from(third.next().orElseThrow()).page().number()).hasValue(4);
	}

	@Test
	void positionOfANeighbourBelongsToItsBrowse() {
		ResourcePage<Map<String, Object>> page = contents.browse(Criteria.all().perPage(5).param("page", "3")).page();
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> contents.browse(Criteria.all().lang("es")).from(page.previous().orElseThrow()));
	}

	@Test
	void continuedPagesHaveNoNeighboursButTheNext() {
		ResourcePage<Map<String, Object>> page = contents.browse(Criteria.all().perPage(5)).page();
		assertThat(page.hasNext()).isTrue();
		assertThat(page.number()).isEmpty();
		assertThat(List.of(page.first(), page.previous(), page.last())).allMatch((position) -> position.isEmpty());
	}

	@Test
	void resourcesThatReferToAParentArePagedWithTheirTotal() {
		Browse<ObjectNode> pictures = contents.linked(MANY, "assets", ObjectNode.class);
		assertThat(sandbox.requests().count()).isZero();
		ResourcePage<ObjectNode> page = pictures.page();
		assertThat(page.totalCount()).hasValue(250);
		assertThat(page.resources()).hasSize(100);
		assertThat(sandbox.requests().count(Operation.BROWSE)).isOne();
		assertThat(pictures.from(page.next().orElseThrow()).page().resources()).hasSize(100);
		assertThat(pictures.stream()).hasSize(250)
			.allMatch((one) -> one.get("contentRef").asString().equals("testmock:many"));
		StepVerifier.create(reactive.linked(MANY, "assets", ObjectNode.class).flux())
			.expectNextCount(250)
			.verifyComplete();
	}

	@Test
	void resourcesThatReferToTheOnesOfAnotherRelationshipArePagedWithTheirTotal() {
		sandbox.put("metadata", "offers", Map.of("name", "tonight", "title", "Tonight", "type", "linear",
				"descriptiveContentRef", "testmock:many"));
		ResourcePage<ObjectNode> page = application.template()
			.service("metadata")
			.resources("offers")
			.linked(Ref.of("testmock", "tonight"), "descriptiveContent.assets", ObjectNode.class)
			.page();
		assertThat(page.totalCount()).hasValue(250);
		assertThat(page.resources()).hasSize(100)
			.allMatch((one) -> one.get("contentRef").asString().equals("testmock:many"));
		assertThat(sandbox.requests().count(Operation.READ)).as("the offer is read, since it has the reference")
			.isOne();
		assertThat(sandbox.requests().count(Operation.BROWSE)).isOne();
	}

	@Test
	void resourcesThatAParentRefersToArePagedWithTheirTotal() {
		ResourcePage<ObjectNode> page = contents.linked(MANY, "categories", ObjectNode.class).page();
		assertThat(page.totalCount()).hasValue(2);
		assertThat(page.resources()).extracting((one) -> one.get("ref").asString())
			.containsExactlyInAnyOrder("testmock:drama", "testmock:comedy");
	}

	@Test
	void parentWithoutReferencesHasNoRelatedResources() {
		Browse<ObjectNode> none = contents.linked(Ref.of("testmock", "bare"), "categories", ObjectNode.class);
		assertThat(none.page().totalCount()).hasValue(0);
		assertThat(none.page().resources()).isEmpty();
		assertThat(none.list()).isEmpty();
		assertThat(none.first()).isEmpty();
		assertThat(none.stream()).isEmpty();
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(none::single);
		assertThat(contents.linked(Ref.of("testmock", "bare"), "assets", ObjectNode.class).page().totalCount())
			.hasValue(0);
	}

	@Test
	void missingParentAndRelationshipAreTold() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> contents.linked(Ref.of("testmock", "absent"), "categories", ObjectNode.class).page());
		assertThatIllegalArgumentException().isThrownBy(() -> contents.linked(MANY, "asets", ObjectNode.class).page())
			.withMessageContainingAll("'asets'", "contents", "assets");
	}

	@Test
	void referencesToNothingAreReported() {
		Criteria criteria = Criteria.all().include(resource("categories"));
		ResourcePage<Map<String, Object>> page = contents.page(List.of(MANY, NONE), criteria);
		assertThat(page.missing("categories")).containsExactly(Ref.of("testmock", "gone"), Ref.of("testmock", "lost"));
		assertThat(contents.browse(criteria).page().missing("categories")).hasSize(2);
		assertThat(contents.page(List.of(Ref.of("testmock", "bare")), criteria).missing("categories")).isEmpty();
		assertThat(contents.page(List.of(Ref.of("testmock", "absent")), criteria).missing("categories")).isEmpty();
	}

	@Test
	void referencesAreReportedForTypesThatDoNotHoldThem() {
		ResourcePage<Title> page = application.template()
			.service("metadata")
			.resources("contents", Title.class)
			.browse(Criteria.all().include(resource("categories")))
			.page();
		assertThat(page.missing("categories")).hasSize(2);
	}

	@Test
	void relationshipsOfTheOthersMissNothing() {
		assertThat(contents.page(List.of(NONE), Criteria.all().include(resource("assets"))).missing("assets"))
			.isEmpty();
	}

	@Test
	void referencesThatWereNotRequestedAreNoAnswer() {
		ResourcePage<Map<String, Object>> bare = contents.page(List.of(MANY), Criteria.all());
		assertThatIllegalArgumentException().isThrownBy(() -> bare.missing("categories"))
			.withMessageContaining("was not included");
		assertThatIllegalArgumentException().isThrownBy(() -> bare.missing("categoris"))
			.withMessageContaining("is not a relationship");
		Criteria narrow = Criteria.all().fields("ref", "title").include(resource("categories"));
		ResourcePage<Map<String, Object>> partial = contents.page(List.of(MANY), narrow);
		assertThatIllegalArgumentException().isThrownBy(() -> partial.missing("categories"))
			.withMessageContaining("categoryRefs");
		Criteria nameless = Criteria.all().include(resource("categories").fields("title"));
		ResourcePage<Map<String, Object>> unnamed = contents.page(List.of(MANY), nameless);
		assertThatIllegalArgumentException().isThrownBy(() -> unnamed.missing("categories"))
			.withMessageContaining("'ref'");
	}

	@Test
	void furtherPagesOfIncludedResourcesAreNotForgotten() {
		sandbox.putAll("metadata", "categories",
				IntStream.range(0, 700).mapToObj((i) -> Map.of("name", "c" + i, "title", "C")).toList());
		sandbox.put("metadata", "contents", Map.of("name", "huge", "title", "Huge", "type", "movie", "categoryRefs",
				IntStream.range(0, 700).mapToObj((i) -> "testmock:c" + i).toList()));
		ResourcePage<Map<String, Object>> page = contents.page(List.of(Ref.of("testmock", "huge")),
				Criteria.all().include(resource("categories")));
		if (page.linked("categories", ObjectNode.class).size() < 700) {
			assertThatIllegalStateException().isThrownBy(() -> page.missing("categories"))
				.withMessageContaining("further pages");
		}
		else {
			assertThat(page.missing("categories")).isEmpty();
		}
	}

	record Title(String title) {
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void directRelationIsWrittenToTheParent(boolean blocking) {
		Ref film = film(blocking);
		Ref drama = Ref.of("testmock", "drama");
		assertThat(link(blocking, film, "categories", drama)).isTrue();
		assertThat(link(blocking, film, "categories", drama)).isFalse();
		link(blocking, film, "categories", Ref.of("testmock", "comedy"));
		assertThat(contents.read(film)).containsEntry("categoryRefs", List.of("testmock:drama", "testmock:comedy"))
			.containsEntry("title", "Film");
		assertThat(unlink(blocking, film, "categories", drama)).isTrue();
		assertThat(unlink(blocking, film, "categories", drama)).isFalse();
		assertThat(contents.read(film)).containsEntry("categoryRefs", List.of("testmock:comedy"));
		assertThat(sandbox.requests().of(Operation.UPDATE)).hasSize(3)
			.allMatch((request) -> request.header("If-Match") != null);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void indirectRelationIsWrittenToTheChild(boolean blocking) {
		Ref film = film(blocking);
		sandbox.put("metadata", "assets", Map.of("name", "own" + blocking, "type", "image", "title", "Own"));
		Ref asset = Ref.of("testmock", "own" + blocking);
		assertThat(link(blocking, film, "assets", asset)).isTrue();
		assertThat(link(blocking, film, "assets", asset)).isFalse();
		assertThat(contents.linked(film, "assets", ObjectNode.class).single().get("title").asString()).isEqualTo("Own");
		assertThat(unlink(blocking, film, "assets", asset)).isTrue();
		assertThat(contents.linked(film, "assets", ObjectNode.class).list()).isEmpty();
	}

	@Test
	void simultaneousLinksAreAllWritten() {
		Ref film = film(true);
		List<Ref> categories = IntStream.range(0, 8).mapToObj((i) -> Ref.of("testmock", "many" + i)).toList();
		Flux.fromIterable(categories).flatMap((category) -> reactive.link(film, "categories", category), 8).blockLast();
		assertThat((List<?>) contents.read(film).get("categoryRefs")).hasSize(8);
	}

	@Test
	void linkOfWhatIsNotThereIsTold() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> contents.link(Ref.of("testmock", "absent"), "categories", MANY));
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> contents.link(MANY, "assets", Ref.of("testmock", "absent")));
		assertThatIllegalArgumentException().isThrownBy(() -> contents.link(MANY, "asets", NONE))
			.withMessageContainingAll("'asets'", "assets");
	}

	private static Ref film(boolean blocking) {
		sandbox.put("metadata", "contents", Map.of("name", "film" + blocking, "title", "Film", "type", "movie"));
		return Ref.of("testmock", "film" + blocking);
	}

	private static boolean link(boolean blocking, Ref parent, String relationship, Ref child) {
		return blocking ? contents.link(parent, relationship, child)
				: Boolean.TRUE.equals(reactive.link(parent, relationship, child).block());
	}

	private static boolean unlink(boolean blocking, Ref parent, String relationship, Ref child) {
		return blocking ? contents.unlink(parent, relationship, child)
				: Boolean.TRUE.equals(reactive.unlink(parent, relationship, child).block());
	}

}
