package io.sequoia.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.AccessDeniedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.contract.Proves;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Inclusion;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The included resources in the properties of their parents (docs/protocol.md, section
 * 8).
 */
@ExtendWith(OutputCaptureExtension.class)
class LinkedPropertiesIntegrationTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox();

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template();

	private final ReactiveSequoiaOperations reactive = this.application.reactive();

	@Test
	@Proves({ "8 direct", "8 indirect" })
	void fillsListsAndSingleValuesOfRecords() {
		seed();
		Criteria criteria = Criteria.all()
			.include(resource("assets"), resource("categories").fields("ref", "name"), resource("parent"))
			.orderBy("name")
			.asc();
		List<Film> films = this.template.browse(criteria, Film.class).list();
		assertThat(films).extracting(Film::name).containsExactly("a", "b", "c");
		assertThat(films).extracting((film) -> film.assets().stream().map(Asset::getName).toList())
			.containsExactly(List.of("a1", "a2"), List.of("b1"), List.of());
		assertThat(films).extracting((film) -> film.genres().stream().map(Category::name).toList())
			.containsExactly(List.of("crime", "drama"), List.of("drama"), List.of());
		assertThat(films).extracting((film) -> (film.parent() != null) ? film.parent().title() : null)
			.containsExactly(null, "Film a", "Film a");
		assertThat(this.reactive.browse(criteria, Film.class).list().block()).usingRecursiveComparison()
			.isEqualTo(films);
	}

	@Test
	@Proves("8 indirect")
	void fillsPropertiesOfClasses() {
		seed();
		List<Genre> genres = this.template
			.browse(Criteria.all().include(resource("contents").fields("ref", "name", "categoryRefs")), Genre.class)
			.list();
		assertThat(genres).hasSize(2);
		assertThat(genres).filteredOn((genre) -> "drama".equals(genre.name))
			.singleElement()
			.satisfies(
					(genre) -> assertThat(genre.contents).extracting(Film::name).containsExactlyInAnyOrder("a", "b"));
		assertThat(genres).filteredOn((genre) -> "crime".equals(genre.name))
			.singleElement()
			.satisfies((genre) -> assertThat(genre.contents).extracting(Film::name).containsExactly("a"));
	}

	@Test
	void fillsPropertiesWhoseGettersAreMarked() {
		seed();
		Criteria criteria = Criteria.all().include(resource("contents").fields("ref", "name", "categoryRefs"));
		List<Style> styles = this.template.browse(criteria, Style.class).list();
		assertThat(styles).filteredOn((style) -> "drama".equals(style.name))
			.singleElement()
			.satisfies((style) -> assertThat(style.films).extracting(Film::name).containsExactlyInAnyOrder("a", "b"));
		assertThat(this.template.read(Ref.of(this.sandbox.owner(), "drama"), Style.class).films).isEmpty();
		this.template.storeAll(styles);
		assertThat(this.sandbox.resources("metadata", "categories"))
			.allSatisfy((category) -> assertThat(category).doesNotContainKeys("films", "contents"));
	}

	@Test
	@Proves("8 through")
	void fillsWhatIsLinkedThroughAnotherRelationship() {
		seed();
		String owner = this.sandbox.owner() + ":";
		this.sandbox.put("metadata", "people",
				Map.of("name", "anna", "fullName", "Anna", "relatedMaterialRefs", List.of(owner + "b", owner + "a")));
		this.sandbox.put("metadata", "people", Map.of("name", "zoe", "fullName", "Zoe"));
		Criteria criteria = Criteria.all().include(resource("relatedMaterials.assets").orderBy("name").desc());
		List<Person> people = this.template.browse(criteria.orderBy("name").asc(), Person.class).list();
		assertThat(people).extracting((person) -> List.of(person.pictures()).stream().map(Asset::getName).toList())
			.as("in the order of the service")
			.containsExactly(List.of("b1", "a2", "a1"), List.of());
	}

	@Test
	void fillsFromAllPagesOfWhatIsIncluded() {
		Content.seed(this.sandbox, 40, "c%d", "t");
		this.sandbox.putAll("metadata", "assets",
				IntStream.range(0, 40 * 13)
					.mapToObj((i) -> Map.of("name", "a" + i, "type", "image", "contentRef",
							this.sandbox.owner() + ":c" + (i / 13)))
					.toList());
		Criteria criteria = Criteria.all().include(resource("assets")).perPage(20);
		assertThat(this.template.browse(criteria, Film.class).stream()).hasSize(40)
			.allSatisfy((film) -> assertThat(film.assets()).hasSize(13)
				.allSatisfy((asset) -> assertThat(asset.getContentRef()).isEqualTo(film.ref())));
		assertThat(this.reactive.browse(criteria, Film.class)
			.flux()
			.map((film) -> film.assets().size())
			.collectList()
			.block()).hasSize(40).containsOnly(13);
	}

	@Test
	void asksForTheFieldsByWhichTheyBelongTogether() {
		seed();
		Criteria narrow = Criteria.all()
			.include(resource("assets").fields("name"), resource("categories").fields("name"))
			.fields("name");
		assertThat(this.template.browse(narrow.orderBy("name").asc(), Film.class).first())
			.hasValueSatisfying((film) -> {
				assertThat(film.assets()).extracting(Asset::getName).containsExactly("a1", "a2");
				assertThat(film.genres()).extracting(Category::name).containsExactly("crime", "drama");
			});
		LoggedRequest request = this.sandbox.requests().of(Operation.BROWSE).get(0);
		assertThat(request.query().get("fields")).containsExactly("name,ref,categoryRefs");
		assertThat(request.query().get("assets.fields")).containsExactly("name,ref,contentRef");
		assertThat(request.query().get("categories.fields")).containsExactly("name,ref");
	}

	@Test
	@Proves("8 default fields")
	void asksForTheFieldsThatTheServiceLeavesOutByDefault() {
		serve("""
				{"meta":{},"contents":[{"ref":"testmock:c","title":"C"}],
				 "linked":{"assets":[{"ref":"testmock:a","name":"one","contentRef":"testmock:c"}]}}""");
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(okJson("""
				{"resourcefuls":{"contents":{"relationships":{
				 "assets":{"type":"indirect","resourceType":"assets","filterName":"withContentRef",
				  "fields":["ref","title","type"]},
				 "categories":{"type":"direct","resourceType":"categories","fieldNamePath":"categoryRefs",
				  "fields":["ref","title"]},
				 "parent":{"type":"direct","resourceType":"contents","fieldNamePath":"parentRef"}}}}}""")));
		try (ConfigurableApplicationContext served = run()) {
			Criteria criteria = Criteria.all().include(resource("assets"), resource("categories"), resource("parent"));
			assertThat(served.getBean(SequoiaTemplate.class).browse(criteria, Film.class).single().assets())
				.singleElement();
			assertThat(served.getBean(ReactiveSequoiaTemplate.class).browse(criteria, Film.class).list().block())
				.singleElement()
				.satisfies((film) -> assertThat(film.assets()).hasSize(1));
		}
		server.verify(2,
				getRequestedFor(urlPathEqualTo("/data/contents"))
					.withQueryParam("assets.fields", equalTo("ref,title,type,contentRef"))
					.withQueryParam("categories.fields", absent())
					.withQueryParam("parent.fields", absent()));
	}

	@Test
	void asksForNothingMoreWhereTheTypeHasNoPlaceForIt() {
		seed();
		Criteria narrow = Criteria.all().include(resource("credits").fields("characterName")).fields("title");
		this.template.browse(narrow, Film.class).list();
		LoggedRequest request = this.sandbox.requests().of(Operation.BROWSE).get(0);
		assertThat(request.query().get("fields")).containsExactly("title");
		assertThat(request.query().get("credits.fields")).containsExactly("characterName");
	}

	@Test
	void leavesPropertiesEmptyWhoseResourcesWereNotIncluded() {
		seed();
		Film read = this.template.read(Ref.of(this.sandbox.owner(), "a"), Film.class);
		assertThat(read.assets()).isEmpty();
		assertThat(read.parent()).isNull();
		assertThat(
				this.template.browse(where(field("name").equalTo("b")).include(resource("assets")), Film.class).list())
			.singleElement()
			.satisfies((film) -> assertThat(film.assets()).hasSize(1))
			.satisfies((film) -> assertThat(film.genres()).isEmpty())
			.satisfies((film) -> assertThat(film.parent()).isNull());
	}

	@Test
	void neverSendsThem() {
		seed();
		Film film = this.template.browse(Criteria.all().include(resource("assets")).orderBy("name").asc(), Film.class)
			.first()
			.orElseThrow();
		this.template.update(film);
		assertThat(film.assets()).isNotEmpty();
		assertThat(this.sandbox.resources("metadata", "contents"))
			.filteredOn((content) -> content.get("name").equals("a"))
			.singleElement()
			.satisfies((stored) -> assertThat(stored).doesNotContainKeys("assets", "genreList", "parent"));
	}

	@Test
	void keepsThePagesLinkedResourcesToo() {
		seed();
		ResourcePage<Film> page = this.template.browse(Criteria.all().include(resource("assets")), Film.class).page();
		assertThat(page.linked("assets", Asset.class)).hasSize(3);
		assertThat(page.resources()).extracting((film) -> film.assets().size()).containsExactlyInAnyOrder(2, 1, 0);
	}

	@Test
	void failsWhereAnInclusionFailedInsteadOfShowingNone() {
		serve("""
				{"meta":{"linked":{"assets":[{"request":"/data/assets?x=1","statusCode":403,"message":"not yours"}]}},
				 "contents":[{"ref":"testmock:c","name":"c","title":"C"}]}""");
		try (ConfigurableApplicationContext served = run()) {
			Browse<Film> browse = served.getBean(SequoiaTemplate.class)
				.browse(Criteria.all().include(resource("assets")), Film.class);
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(browse::list)
				.withMessageContaining("'assets'")
				.withMessageContaining("not yours");
		}
	}

	@Test
	void leavesAPropertyAndSaysSoOnceWhereTheServiceDoesNotDescribeTheRelationship(CapturedOutput output) {
		serve("""
				{"meta":{},"people":[{"ref":"testmock:p"}],"linked":{"relatedMaterials.assets":[{"ref":"testmock:a"}]}}""");
		try (ConfigurableApplicationContext served = run()) {
			Browse<Person> browse = served.getBean(SequoiaTemplate.class)
				.browse(Criteria.all().include(Inclusion.resource("relatedMaterials.assets")), Person.class);
			assertThat(browse.list()).singleElement().satisfies((person) -> assertThat(person.pictures()).isEmpty());
			browse.list();
			assertThat(output.getOut().split("The property 'pictures' of 'people' is not filled", -1)).hasSize(2);
		}
	}

	@Test
	void namesThePlaceOfAParentThatDoesNotFitItsType() {
		serve("""
				{"meta":{},"contents":[{"ref":"testmock:c"},{"ref":"testmock:d","title":{"no":"text"}}]}""");
		try (ConfigurableApplicationContext served = run()) {
			Browse<Film> browse = served.getBean(SequoiaTemplate.class)
				.browse(Criteria.all().include(resource("assets")), Film.class);
			assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(browse::list)
				.withMessageContaining("contents[1].title");
		}
	}

	private void seed() {
		String owner = this.sandbox.owner() + ":";
		this.sandbox.put("metadata", "categories", Map.of("name", "drama", "title", "Drama"));
		this.sandbox.put("metadata", "categories", Map.of("name", "crime", "title", "Crime"));
		this.sandbox.put("metadata", "contents", Map.of("name", "a", "title", "Film a", "type", "movie", "categoryRefs",
				List.of(owner + "drama", owner + "crime")));
		this.sandbox.put("metadata", "contents", Map.of("name", "b", "title", "Film b", "type", "movie", "categoryRefs",
				List.of(owner + "drama"), "parentRef", owner + "a"));
		this.sandbox.put("metadata", "contents",
				Map.of("name", "c", "title", "Film c", "type", "movie", "parentRef", owner + "a"));
		for (String asset : List.of("a1", "a2", "b1")) {
			this.sandbox.put("metadata", "assets",
					Map.of("name", asset, "type", "image", "contentRef", owner + asset.charAt(0)));
		}
	}

	private static ConfigurableApplicationContext run() {
		return ClientApplication.runAt(server.baseUrl());
	}

	private static void serve(String page) {
		List<String> collections = new ArrayList<>(List.of("contents", "people"));
		collections.forEach((name) -> server.stubFor(get(urlPathEqualTo("/data/" + name)).willReturn(okJson(page))));
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(okJson("""
				{"resourcefuls":{"contents":{"relationships":{"assets":{"type":"indirect","resourceType":"assets",
				 "filterName":"withContentRef"}}},"people":{}}}""")));
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String title, @Nullable String type,
			@Nullable String version, @Linked("assets") List<Asset> assets,
			@Linked("categories") @JsonProperty("genreList") Set<Category> genres,
			@Linked("parent") @Nullable Film parent) {
	}

	@SequoiaResource(service = "metadata", name = "categories")
	record Category(@Nullable Ref ref, @Nullable String name) {
	}

	@SequoiaResource(service = "metadata", name = "categories")
	static class Genre {

		public @Nullable String ref;

		public @Nullable String name;

		@Linked("contents")
		public List<Film> contents = List.of();

	}

	@SequoiaResource(service = "metadata", name = "categories")
	static class Style {

		public @Nullable String ref;

		public @Nullable String name;

		public @Nullable String title;

		private List<Film> films = List.of();

		@Linked("contents")
		public List<Film> getFilms() {
			return this.films;
		}

		public void setFilms(List<Film> films) {
			this.films = films;
		}

	}

	@SequoiaResource(service = "metadata", name = "people")
	record Person(@Nullable Ref ref, @Linked("relatedMaterials.assets") Asset[] pictures) {
	}

}
