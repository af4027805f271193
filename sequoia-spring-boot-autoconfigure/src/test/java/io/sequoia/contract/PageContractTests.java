package io.sequoia.contract;

import java.util.List;
import java.util.stream.Stream;

import io.sequoia.core.Browse;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of pages, of the main resources and of included ones.
 */
@OnEveryPlatform
class PageContractTests {

	private static final Criteria BY_TWOS = Criteria.all().orderBy("order").orderBy("title").desc().perPage(2);

	@Parameter
	Platform platform;

	@BeforeEach
	void reset() {
		this.platform.server().reset();
		this.platform.server()
			.documents(Platform.query("sort=order,-title", "perPage=2"),
					List.of(List.of("dragons", "summer"), List.of("tales", "tales-1"), List.of("tales-2")));
	}

	@Test
	@Proves({ "7 continue", "7 link relative to the location", "7 link unchanged", "P link decoded" })
	void followsEachLinkAsItIs() {
		List<ResourcePage<Content>> pages;
		try (Stream<ResourcePage<Content>> all = browse().pages()) {
			pages = all.toList();
		}
		assertThat(pages).extracting((page) -> page.resources().stream().map(Content::name).toList())
			.containsExactly(List.of("dragons", "summer"), List.of("tales", "tales-1"), List.of("tales-2"));
		assertThat(pages).extracting(ResourcePage::hasNext).containsExactly(true, true, false);
		List<SentRequest> sent = this.platform.sentTo("/contents");
		assertThat(sent.get(0).query().get("continue")).containsExactly("true");
		assertThat(sent).extracting(SentRequest::uri)
			.containsExactly(sent.get(0).uri(), "/metadata" + link(pages.get(0)), "/metadata" + link(pages.get(1)));
		assertThat(pages.get(0).next().orElseThrow()).as("the link has an encoded character").contains("%2B");
	}

	@Test
	@Proves("7 continue")
	void followsAllPagesWhereNothingIsAskedFor() {
		this.platform.server().documents(Platform.query("perPage=100"), List.of(List.of("dragons", "summer")));
		assertThat(this.platform.template().browse(Criteria.all(), Content.class).list()).isNotEmpty();
		assertThat(this.platform.sentTo("/contents").get(0).uri())
			.isEqualTo("/metadata/data/contents?perPage=100&continue=true&owner=testmock");
	}

	@Test
	@Proves("7 continue")
	void goesOnFromALinkThatWasKept() {
		String position = browse().page().next().orElseThrow();
		assertThat(browse().from(position).list()).extracting(Content::name)
			.containsExactly("tales", "tales-1", "tales-2");
	}

	@Test
	@Proves("7 linked pages")
	void followsTheChainsOfWhatIsIncluded() {
		this.platform.server()
			.documents(
					Platform.query("withName=tales-1", "include=assets", "assets.fields=ref,name", "assets.perPage=1"),
					"linked-page-1.json");
		Criteria criteria = where(field("name").equalTo("tales-1")).include(resource("assets").fields("ref", "name"))
			.param("assets.perPage", "1");
		Browse<Title> browse = this.platform.template()
			.service("metadata")
			.resources("contents", Title.class)
			.browse(criteria);
		try (Stream<Asset> assets = browse.linked("assets", Asset.class)) {
			assertThat(assets.map(Asset::getName)).containsExactly("tales-1-still-1", "tales-1-still-2",
					"tales-1-still-3", "tales-1-still-4", "tales-1-still-5", "tales-1-still-6");
		}
		List<SentRequest> chain = this.platform.sentTo("/data/assets");
		assertThat(chain).hasSize(1);
		assertThat(chain.get(0).query().getFirst("continue")).matches("00.+[+=]?.*").isNotEqualTo("true");
	}

	/** Return the part of a position that is sent. */
	private static String link(ResourcePage<?> page) {
		return page.next().orElseThrow().split("#", 2)[0];
	}

	private Browse<Content> browse() {
		return this.platform.template().browse(BY_TWOS, Content.class);
	}

	record Title(String ref, String title) {
	}

}
