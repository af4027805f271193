package io.sequoia.core.query;

import java.util.List;
import java.util.Map;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.contract.Proves;
import org.junit.jupiter.api.Test;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The criteria for a whole request (docs/protocol.md, section 6).
 */
class CriteriaTests {

	@Test
	void allAsksForNothingInParticular() {
		assertThat(Criteria.all().toQueryParameters()).isEmpty();
	}

	@Test
	void repeatsTheParameterOfTheSameFieldTwice() {
		assertThat(where(field("tags").equalTo("a")).and(field("type").equalTo("x"))
			.and(field("tags").notEqualTo("b"))
			.toQueryParameters()).isEqualTo(Map.of("withTags", List.of("a", "!b"), "withType", List.of("x")));
	}

	@Test
	void repeatsTextSearches() {
		assertThat(where(textSearch("dragons")).and(textSearch("ice")).toQueryParameters().get("q"))
			.containsExactly("dragons", "ice");
	}

	@Test
	void fieldsAreOneListThatAddsUp() {
		assertParameter(Criteria.all().fields("ref", "title").fields("localisedTitle.de-AT"), "fields",
				"ref,title,localisedTitle.de-AT");
	}

	@Test
	void sortsAscendingUnlessSaidOtherwise() {
		assertParameter(Criteria.all().orderBy("a"), "sort", "a");
		assertParameter(Criteria.all().orderBy("a").asc(), "sort", "a");
		assertParameter(Criteria.all().orderBy("a").desc(), "sort", "-a");
	}

	@Test
	void sortsBySeveralFieldsInTheOrderOfTheCalls() {
		assertParameter(Criteria.all().orderBy("a").orderBy("b").desc().orderBy("c").asc(), "sort", "a,-b,c");
	}

	@Test
	@Proves("P last sort direction ignored")
	void lastDirectionOfAFieldCounts() {
		assertParameter(Criteria.all().orderBy("x").orderBy("a").desc().asc(), "sort", "x,a");
		assertParameter(Criteria.all().orderBy("x").orderBy("a").asc().desc(), "sort", "x,-a");
	}

	@Test
	void aFieldStandsOnceInAListAndItsLastDirectionCounts() {
		assertParameter(Criteria.all().fields("ref", "title").fields("ref"), "fields", "ref,title");
		assertParameter(Criteria.all().countBy("type").countBy("type", "active"), "count", "type,active");
		assertParameter(Criteria.all().orderBy("a").orderBy("b").orderBy("a").desc(), "sort", "-a,b");
		assertParameter(Criteria.all().orderBy("a").desc().orderBy("b").orderBy("a"), "sort", "a,b");
		assertParameter(
				Criteria.all().include(resource("assets").fields("ref", "ref").orderBy("a").orderBy("a").desc()),
				"assets.sort", "-a");
	}

	@Test
	void takesOverAQueryString() {
		assertThat(Criteria.ofQuery("?withType=movie%7C%7Cepisode&sort=title,-name&continue=true&perPage=5&q=a+b%26c"))
			.isEqualTo(Criteria.all()
				.param("withType", "movie||episode")
				.orderBy("title")
				.orderBy("name")
				.desc()
				.perPage(5)
				.param("q", "a b&c"));
		assertThat(Criteria.ofQuery("include=assets,offers<intersect>&offers.withType=linear&offers.continue=true"))
			.isEqualTo(Criteria.all()
				.include(resource("assets"))
				.intersect("offers", where(field("type").equalTo("linear"))));
		assertThat(Criteria.ofQuery("")).isEqualTo(Criteria.all());
	}

	@Test
	void criteriaGoOnAfterAnOrder() {
		assertParameter(Criteria.all().orderBy("a").perPage(5), "perPage", "5");
		assertParameter(Criteria.all().orderBy("a").asc().perPage(5), "sort", "a");
		assertParameter(Criteria.all().orderBy("a").desc().perPage(5), "sort", "-a");
	}

	@Test
	void pageSizeIsThatOfTheLastCall() {
		assertParameter(Criteria.all().perPage(1).perPage(1000), "perPage", "1000");
		assertThat(Criteria.all().perPage(1).perPage()).isEqualTo(1);
		assertThat(Criteria.all().perPage()).isNull();
	}

	@Test
	void countsTheTotal() {
		assertParameter(Criteria.all().count(), "count", "true");
		assertThat(Criteria.all().count().counts()).isTrue();
		assertThat(Criteria.all().counts()).isFalse();
		assertThat(Criteria.all().param("count", "false")).isEqualTo(Criteria.all());
	}

	@Test
	void countsFacets() {
		assertParameter(Criteria.all().countBy("type").countBy("active"), "count", "type,active");
		assertThat(Criteria.all().countBy("type").counts()).isTrue();
	}

	@Test
	void facetCountTakesThePlaceOfTheTotal() {
		assertParameter(Criteria.all().count().countBy("type", "active"), "count", "type,active");
		assertParameter(Criteria.all().countBy("type", "active").count(), "count", "type,active");
	}

	@Test
	void leavesResourcesOut() {
		assertParameter(Criteria.all().skipResources(), "resources", "false");
		assertThat(Criteria.all().skipResources().skipsResources()).isTrue();
		assertThat(Criteria.all().skipsResources()).isFalse();
	}

	@Test
	void asksForALanguage() {
		assertParameter(Criteria.all().lang("es"), "lang", "es");
	}

	@Test
	void asksForActiveAndAvailable() {
		assertParameter(Criteria.all().active(true), "active", "true");
		assertParameter(Criteria.all().active(false), "active", "false");
		assertParameter(Criteria.all().available(true), "available", "true");
	}

	@Test
	void rawParametersAreSentAsGivenAndRepeated() {
		assertThat(Criteria.all().param("_x y", "a&b=c").param("_x y", "").toQueryParameters())
			.isEqualTo(Map.of("_x y", List.of("a&b=c", "")));
	}

	@Test
	void rawParameterWithAMethodOfItsOwnTakesItsWay() {
		Criteria raw = Criteria.all()
			.fields("ref")
			.param("include", "assets,relatedMaterials.assets")
			.param("fields", "title,type")
			.param("sort", "-createdAt,name")
			.param("count", "true")
			.param("perPage", "7")
			.param("lang", "es")
			.param("active", "true")
			.param("available", "true")
			.param("resources", "false");
		assertThat(raw).isEqualTo(Criteria.all()
			.fields("ref", "title", "type")
			.include(resource("assets"), resource("relatedMaterials.assets"))
			.orderBy("createdAt")
			.desc()
			.orderBy("name")
			.count()
			.perPage(7)
			.lang("es")
			.active(true)
			.available(true)
			.skipResources());
		assertThat(raw.perPage()).isEqualTo(7);
		assertThat(raw.inclusions()).containsExactly("assets", "relatedMaterials.assets");
		assertParameter(Criteria.all().param("count", "type,active"), "count", "type,active");
	}

	@Test
	void includesRelationships() {
		Criteria criteria = Criteria.all().include(resource("assets"), resource("categories"));
		assertThat(criteria.include(resource("descriptiveContent.assets")).toQueryParameters())
			.isEqualTo(Map.of("include", List.of("assets,categories,descriptiveContent.assets")));
		assertThat(criteria.inclusions()).containsExactly("assets", "categories");
	}

	@Test
	void asksForFieldsOfAnIncluded() {
		assertParameter(Criteria.all().include(resource("assets").fields("ref").fields("name")), "assets.fields",
				"ref,name");
	}

	@Test
	void sortsAnIncluded() {
		assertParameter(Criteria.all().include(resource("assets").orderBy("name").orderBy("createdAt").desc()),
				"assets.sort", "name,-createdAt");
		assertParameter(Criteria.all().include(resource("assets").orderBy("name").desc().asc().fields("ref")),
				"assets.sort", "name");
	}

	@Test
	void filtersAnIncludedByItsDottedName() {
		assertParameter(where(field("assets.type").equalTo("image")), "assets.type", "image");
	}

	@Test
	void intersectsWithInnerCriteria() {
		Criteria inner = where(field("type").equalTo("linear")).and(field("type").notEqualTo("x"))
			.fields("ref", "type")
			.include(resource("channels"));
		Criteria criteria = Criteria.all().include(resource("assets")).intersect("offers", inner).count();
		assertThat(criteria.toQueryParameters()).isEqualTo(Map.of("include", List.of("assets,offers<intersect>"),
				"offers.withType", List.of("linear", "!x"), "offers.fields", List.of("ref,type"), "offers.include",
				List.of("channels"), "offers.continue", List.of("true"), "count", List.of("true")));
		assertThat(criteria.inclusions()).containsExactly("assets", "offers");
	}

	@Test
	void examplesOfTheDocumentationAskForWhatItSays() {
		Criteria movies = where(field("type").equalTo("movie"))
			.and(field("availabilityStartAt").greaterThanOrEqualTo("2020"))
			.orderBy("createdAt")
			.desc();
		Criteria withImages = movies.include(resource("assets").fields("ref", "url").orderBy("name"))
			.and(field("assets.type").equalTo("image"));
		Criteria offered = movies.intersect("offers", where(field("type").equalTo("linear")));
		assertThat(movies.toQueryParameters()).isEqualTo(Map.of("withType", List.of("movie"), "withAvailabilityStartAt",
				List.of("2020/"), "sort", List.of("-createdAt")));
		assertThat(withImages.toQueryParameters()).containsAllEntriesOf(Map.of("include", List.of("assets"),
				"assets.fields", List.of("ref,url"), "assets.sort", List.of("name"), "assets.type", List.of("image")));
		assertThat(offered.toQueryParameters()).containsAllEntriesOf(Map.of("include", List.of("offers<intersect>"),
				"offers.withType", List.of("linear"), "offers.continue", List.of("true")));
	}

	@Test
	void sampleOfTheDesignAsksForAllOfItsParts() {
		Criteria criteria = where(field("type").equalTo("movie")).and(field("startedAt").between("2014", "2015"))
			.and(textSearch("dragons"))
			.include(resource("assets").fields("ref", "url").orderBy("name").desc())
			.fields("ref", "title")
			.orderBy("createdAt")
			.desc()
			.perPage(100)
			.count()
			.lang("es")
			.active(true)
			.available(true)
			.skipResources()
			.intersect("offers", where(field("type").equalTo("linear")))
			.param("raw", "value");
		MultiValueMap<String, String> expected = new LinkedMultiValueMap<>();
		expected.add("withType", "movie");
		expected.add("withStartedAt", "2014/2015");
		expected.add("q", "dragons");
		expected.add("include", "assets,offers<intersect>");
		expected.add("assets.fields", "ref,url");
		expected.add("assets.sort", "-name");
		expected.add("fields", "ref,title");
		expected.add("sort", "-createdAt");
		expected.add("perPage", "100");
		expected.add("count", "true");
		expected.add("lang", "es");
		expected.add("active", "true");
		expected.add("available", "true");
		expected.add("resources", "false");
		expected.add("offers.withType", "linear");
		expected.add("offers.continue", "true");
		expected.add("raw", "value");
		assertThat(criteria.toQueryParameters().entrySet()).containsExactlyElementsOf(expected.entrySet());
	}

	@Test
	void sampleOfTheDesignWithBothFacetsAndIntersectIsRefusedWhenItIsUsed() {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> where(field("type").equalTo("movie")).and(field("startedAt").between("2014", "2015"))
				.and(textSearch("dragons"))
				.include(resource("assets").fields("ref", "url").orderBy("name").desc())
				.fields("ref", "title")
				.orderBy("createdAt")
				.desc()
				.perPage(100)
				.count()
				.countBy("type")
				.lang("es")
				.active(true)
				.available(true)
				.skipResources()
				.intersect("offers", where(field("type").equalTo("linear")))
				.param("raw", "value")
				.toQueryParameters())
			.withMessageStartingWith("countBy(..) and intersect(..) cannot be combined");
	}

	@Test
	void refiningCriteriaLeavesThemAsTheyWere() {
		Criteria parent = where(field("type").equalTo("movie")).include(resource("assets"))
			.fields("ref")
			.orderBy("a")
			.count()
			.perPage(10);
		MultiValueMap<String, String> before = parent.toQueryParameters();
		Criteria left = parent.and(field("type").equalTo("show")).fields("title").orderBy("b").desc().perPage(20);
		Criteria right = parent.include(resource("categories").fields("ref"))
			.countBy("type")
			.lang("es")
			.active(true)
			.available(true)
			.skipResources()
			.param("raw", "value");
		Criteria other = parent.intersect("offers", Criteria.all());
		assertThat(parent.toQueryParameters()).isEqualTo(before);
		assertThat(left.inclusions()).containsExactly("assets");
		assertThat(right.toQueryParameters().get("withType")).containsExactly("movie");
		assertThat(other.toQueryParameters()).doesNotContainKeys("raw", "lang");
		assertThat(Criteria.all().toQueryParameters()).isEmpty();
	}

	@Test
	void orderedCriteriaAreForkedToo() {
		Criteria.Ordered ordered = Criteria.all().orderBy("a");
		Criteria descending = ordered.desc();
		assertParameter(ordered, "sort", "a");
		assertParameter(descending, "sort", "-a");
		Inclusion.Ordered inclusion = resource("assets").orderBy("a");
		assertThat(inclusion.desc()).isNotEqualTo(inclusion);
		assertParameter(Criteria.all().include(inclusion), "assets.sort", "a");
	}

	@Test
	void parametersBelongToTheCaller() {
		Criteria criteria = where(field("type").equalTo("movie")).fields("ref");
		MultiValueMap<String, String> parameters = criteria.toQueryParameters();
		parameters.add("withType", "show");
		parameters.add("fields", "title");
		parameters.set("owner", "test");
		assertThat(criteria.toQueryParameters())
			.isEqualTo(Map.of("withType", List.of("movie"), "fields", List.of("ref")));
	}

	@Test
	void equalCriteriaAskForTheSame() {
		assertThat(where(field("type").equalTo("movie")).orderBy("a"))
			.isEqualTo(where(field("type").equalTo("movie")).orderBy("a").desc().asc())
			.hasSameHashCodeAs(where(field("type").equalTo("movie")).param("sort", "a"))
			.isNotEqualTo(where(field("type").equalTo("movie")));
		assertThat(field("type").equalTo("movie")).isEqualTo(field("type").equalTo("movie"))
			.isNotEqualTo(field("type").notEqualTo("movie"));
	}

	@Test
	void textOfCriteriaStaysOnOneLine() {
		assertThat(where(field("type").equalTo("a\r\nb"))).hasToString("Criteria {withType=[a\\u000d\\u000ab]}");
		assertThat(resource("assets").fields("ref")).hasToString("Inclusion assets {fields=[ref]}");
	}

	private static void assertParameter(Criteria criteria, String name, String value) {
		assertThat(criteria.toQueryParameters().get(name)).containsExactly(value);
	}

}
