package io.sequoia.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The query parameters of criteria, and the resources that they select.
 */
@OnEveryPlatform
class CriteriaContractTests {

	private static final String ODD_TITLE = "a&b=c+d %2C,é*|";

	private static final Instant MARCH_2015 = Instant.parse("2015-03-01T12:00:00Z");

	@Parameter
	Platform platform;

	@BeforeEach
	void reset() {
		this.platform.server().reset();
	}

	@Test
	@Proves("6 equalTo")
	void equalTo() {
		selects(where(field("type").equalTo("movie")), List.of("withType=movie"), "dragons", "summer");
	}

	@Test
	@Proves("6 notEqualTo")
	void notEqualTo() {
		selects(where(field("type").notEqualTo("movie")), List.of("withType=!movie"), "tales", "tales-1", "tales-2");
	}

	@Test
	@Proves("6 oneOrMoreOf")
	void oneOrMoreOf() {
		selects(where(field("type").oneOrMoreOf("movie", "show")), List.of("withType=movie||show"), "dragons", "summer",
				"tales");
	}

	@Test
	@Proves("6 allOf")
	void allOf() {
		selects(where(field("tags").allOf("fantasy", "winter")), List.of("withTags=fantasy&&winter"), "dragons");
	}

	@Test
	@Proves("6 startsWith")
	void startsWith() {
		selects(where(field("title").startsWith("The L")), List.of("withTitle=The L*"), "summer");
	}

	@Test
	@Proves("6 endsWith")
	void endsWith() {
		selects(where(field("title").endsWith("er")), List.of("withTitle=*er"), "dragons", "summer");
	}

	@Test
	@Proves("6 exists")
	void exists() {
		selects(where(field("availabilityStartAt").exists()), List.of("withAvailabilityStartAt=*"), "dragons", "summer",
				"tales");
		selects(where(field("availabilityStartAt").notExists()), List.of("withAvailabilityStartAt=!*"), "tales-1",
				"tales-2");
	}

	@Test
	@Proves("6 between")
	void between() {
		selects(where(field("availabilityStartAt").between("2014", "2016")),
				List.of("withAvailabilityStartAt=2014/2016"), "dragons", "summer");
	}

	@Test
	@Proves("6 notBetween")
	void notBetween() {
		selects(where(field("availabilityStartAt").notBetween("2014", "2016")),
				List.of("withAvailabilityStartAt=!2014/2016"), "tales");
	}

	@Test
	@Proves("6 lessThan")
	void lessThan() {
		selects(where(field("availabilityStartAt").lessThan(MARCH_2015)),
				List.of("withAvailabilityStartAt=!2015-03-01T12:00:00.000Z/"), "dragons");
	}

	@Test
	@Proves("6 lessThanOrEqualTo")
	void lessThanOrEqualTo() {
		selects(where(field("availabilityStartAt").lessThanOrEqualTo(MARCH_2015)),
				List.of("withAvailabilityStartAt=/2015-03-01T12:00:00.000Z"), "dragons", "summer");
	}

	@Test
	@Proves("6 greaterThan")
	void greaterThan() {
		selects(where(field("availabilityStartAt").greaterThan(MARCH_2015)),
				List.of("withAvailabilityStartAt=!/2015-03-01T12:00:00.000Z"), "tales");
	}

	@Test
	@Proves("6 greaterThanOrEqualTo")
	void greaterThanOrEqualTo() {
		selects(where(field("availabilityStartAt").greaterThanOrEqualTo(MARCH_2015)),
				List.of("withAvailabilityStartAt=2015-03-01T12:00:00.000Z/"), "summer", "tales");
	}

	@Test
	@Proves("6 textSearch")
	void searchesText() {
		selects(where(textSearch("dragons")), List.of("q=dragons"), "dragons", "tales-1");
	}

	@Test
	@Proves({ "6 and", "P repeated field lost" })
	void repeatsTheParameterOfTheSameField() {
		selects(where(field("tags").equalTo("fantasy")).and(field("tags").equalTo("winter")),
				List.of("withTags=fantasy", "withTags=winter"), "dragons");
	}

	@Test
	@Proves("6 operands")
	void comparesRefsFlagsAndDurations() {
		selects(where(field("parentRef").equalTo(Ref.of("testmock", "tales"))), List.of("withParentRef=testmock:tales"),
				"tales-1", "tales-2");
		selects(where(field("active").equalTo(false)), List.of("withActive=false"), "summer");
		assertThat(where(field("duration").greaterThan(Duration.ofMinutes(75))).toQueryParameters())
			.as("no filter here")
			.isEqualTo(query(List.of("withDuration=!/PT1H15M")));
	}

	@Test
	@Proves({ "6 encoding", "P values not encoded" })
	void valuesAreDataWhateverTheyHold() {
		selects(where(field("title").equalTo(ODD_TITLE)).and(field("type").equalTo("episode")),
				List.of("withTitle=" + ODD_TITLE, "withType=episode"), "tales-2");
		assertThat(this.platform.sentTo("/contents").get(0).uri())
			.contains("withTitle=a%26b%3Dc%2Bd%20%252C%2C%C3%A9%2A%7C&");
	}

	@Test
	@Proves("6 fields")
	void fields() {
		Named content = answers(where(field("name").equalTo("dragons")).fields("ref", "title"),
				List.of("withName=dragons", "fields=ref,title"), "fields.json")
			.resources()
			.get(0);
		assertThat(content.title()).isEqualTo("Dragons of Winter");
		assertThat(content.ref()).hasToString("testmock:dragons");
		assertThat(content.type()).isNull();
	}

	@Test
	@Proves("6 sort")
	void sort() {
		Criteria criteria = Criteria.all().orderBy("createdAt").orderBy("title").desc();
		assertThat(
				selects(criteria, List.of("sort=createdAt,-title"), "tales-2", "tales", "summer", "tales-1", "dragons"))
			.extracting(Named::name)
			.containsExactly("tales-2", "tales", "summer", "tales-1", "dragons");
	}

	@Test
	@Proves("6 perPage")
	void perPage() {
		Criteria criteria = where(field("type").equalTo("movie")).perPage(1);
		this.platform.server()
			.documents(Platform.query("withType=movie", "perPage=1"), List.of(List.of("dragons"), List.of("summer")));
		assertThat(page(criteria).resources()).hasSize(1);
		assertAsked(List.of("withType=movie", "perPage=1"));
	}

	@Test
	@Proves("6 count")
	void counts() {
		ResourcePage<Named> page = answers(Criteria.all().count(), List.of("count=true"), "counted.json");
		assertThat(page.totalCount()).hasValue(5);
		assertThat(page.resources()).hasSize(5);
	}

	@Test
	@Proves("6 facet count")
	void countsFacets() {
		ResourcePage<Named> page = answers(Criteria.all().countBy("type", "active"), List.of("count=type,active"),
				"facets.json");
		assertThat(page.facets()).isEqualTo(Map.of("type", Map.of("movie", 2L, "show", 1L, "episode", 2L), "active",
				Map.of("true", 4L, "false", 1L)));
	}

	@Test
	@Proves("6 without resources")
	void leavesResourcesOut() {
		ResourcePage<Named> page = answers(where(field("type").equalTo("movie")).count().skipResources(),
				List.of("withType=movie", "count=true", "resources=false"), "no-resources.json");
		assertThat(page.resources()).isEmpty();
		assertThat(page.totalCount()).hasValue(2);
		assertThat(page.hasNext()).isFalse();
	}

	@Test
	@Proves("6 language")
	void asksForALanguage() {
		assertThat(answers(where(field("name").equalTo("dragons")).lang("es"), List.of("withName=dragons", "lang=es"),
				"language.json")
			.resources()).extracting(Named::title).containsExactly("Dragones de invierno");
	}

	@Test
	@Proves("6 active, available")
	void asksForActiveAndAvailable() {
		selects(Criteria.all().active(true), List.of("active=true"), "dragons", "tales", "tales-1", "tales-2");
		selects(Criteria.all().active(true).available(true), List.of("active=true", "available=true"), "dragons",
				"tales-1", "tales-2");
	}

	@Test
	@Proves("6 raw parameter")
	void sendsRawParametersAsGiven() {
		selects(where(field("type").equalTo("show")).param("_trace", "a&b").param("_trace", "c"),
				List.of("withType=show", "_trace=a&b", "_trace=c"), "tales");
	}

	@Test
	@Proves("6 include")
	void includes() {
		ResourcePage<Named> page = answers(
				where(field("name").equalTo("dragons")).include(resource("assets"), resource("categories")),
				List.of("withName=dragons", "include=assets,categories"), "included.json");
		assertThat(page.linked("assets", Named.class)).extracting(Named::name)
			.containsExactlyInAnyOrder("dragons-film", "dragons-poster");
		assertThat(page.linked("categories", Named.class)).extracting(Named::title).containsExactly("Fantasy");
	}

	@Test
	@Proves({ "6 fields of included resources", "6 sort order of included resources" })
	void narrowsAndSortsAnIncluded() {
		ResourcePage<Named> page = answers(
				where(field("name").equalTo("dragons"))
					.include(resource("assets").fields("ref", "name").orderBy("name").desc().orderBy("createdAt")),
				List.of("withName=dragons", "include=assets", "assets.fields=ref,name", "assets.sort=-name,createdAt"),
				"included-narrow.json");
		assertThat(page.linked("assets", Named.class)).containsExactly(named("dragons-poster"), named("dragons-film"));
	}

	@Test
	@Proves("6 dotted name")
	void filtersAnIncludedByItsDottedName() {
		ResourcePage<Named> page = answers(
				where(field("name").equalTo("dragons")).and(field("assets.type").equalTo("image"))
					.include(resource("assets")),
				List.of("withName=dragons", "assets.type=image", "include=assets"), "included-images.json");
		assertThat(page.linked("assets", Named.class)).extracting(Named::name).containsExactly("dragons-poster");
	}

	@Test
	@Proves("6 intersect")
	void intersects() {
		ResourcePage<Named> page = answers(Criteria.all().intersect("offers", where(field("type").equalTo("linear"))),
				List.of("include=offers<intersect>", "offers.withType=linear", "offers.continue=true"),
				"intersected.json");
		assertThat(page.resources()).extracting(Named::name).containsExactly("dragons");
		assertThat(page.linked("offers", Named.class)).extracting(Named::title).containsExactly("Tonight");
	}

	/** Check that criteria are sent as these parameters, and select these contents. */
	private List<Named> selects(Criteria criteria, List<String> parameters, String... names) {
		this.platform.server().documents(query(parameters), List.of(List.of(names)));
		List<Named> contents = this.platform.template().browse(criteria, Named.class).list();
		assertThat(contents).extracting(Named::name).containsExactlyInAnyOrder(names);
		assertAsked(parameters);
		return contents;
	}

	/**
	 * Check that criteria are sent as these parameters, and that the documented answer is
	 * read.
	 */
	private ResourcePage<Named> answers(Criteria criteria, List<String> parameters, String file) {
		this.platform.server().documents(query(parameters), file);
		ResourcePage<Named> page = page(criteria);
		assertAsked(parameters);
		return page;
	}

	private ResourcePage<Named> page(Criteria criteria) {
		return this.platform.template().browse(criteria, Named.class).page();
	}

	private void assertAsked(List<String> parameters) {
		MultiValueMap<String, String> expected = new LinkedMultiValueMap<>(
				Map.of("owner", List.of("testmock"), "continue", List.of("true"), "perPage", List.of("100")));
		expected.putAll(query(parameters));
		List<SentRequest> sent = this.platform.sentTo("/metadata/data/contents");
		SentRequest last = sent.get(sent.size() - 1);
		assertThat(last.method()).isEqualTo("GET");
		assertThat(last.path()).isEqualTo("/metadata/data/contents");
		assertThat(last.query()).isEqualTo(expected);
	}

	private static Named named(String name) {
		return new Named(Ref.of("testmock", name), name, null, null);
	}

	private static MultiValueMap<String, String> query(List<String> parameters) {
		return Platform.query(parameters.toArray(String[]::new));
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Named(Ref ref, String name, String title, String type) {
	}

}
