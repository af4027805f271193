package io.sequoia.core;

import java.net.URI;

import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.contract.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PageLinksTests {

	private static final URI LOCATION = URI.create("https://metadata.example.com/v1");

	private static final Details DETAILS = Details.of("id", "metadata", "contents");

	@ParameterizedTest
	@ValueSource(strings = { "/data/contents?continue=00abc&owner=test&perPage=2",
			"/data/contents?withTitle=a%26b%3Dc%2Bd&withTitle=%E2%82%AC&continue=x+y&owner=test",
			"/data/contents?continue=a%2Fb%252Fc&x=[1]&y=(a);b,c:d@e!$'*~" })
	@Proves({ "7 link as it is", "P link decoded" })
	void followsALinkAsItIs(String link) {
		assertThat(PageLinks.below(LOCATION, link, DETAILS)).isEqualTo(link);
	}

	@ParameterizedTest
	@CsvSource({ "/d?with=a||b,/d?with=a%7C%7Cb", "/d?with=a b,/d?with=a%20b", "/d?with=é,/d?with=%C3%A9",
			"/d?with=100%,/d?with=100%25" })
	void escapesOnlyWhatNoUrlCanHold(String link, String followed) {
		assertThat(PageLinks.below(LOCATION, link, DETAILS)).isEqualTo(followed);
	}

	@Test
	void followsAnAbsoluteLinkBelowTheLocation() {
		assertThat(PageLinks.below(LOCATION, "https://metadata.example.com/v1/data/contents?continue=x", DETAILS))
			.isEqualTo("/data/contents?continue=x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example.com/v1/data?x=y", "http://metadata.example.com/v1/data?x=y",
			"https://metadata.example.com/v1.evil.example.com/data", "https://metadata.example.com:444/v1/data",
			"https://metadata.example.com/v2/data", "//evil.example.com/data", "data/contents?continue=x",
			"?continue=x", "/data/../../secret", "/data/%2e%2e/x", "/data/..%2fx", "/\\evil.example.com/", "/%5cevil",
			"javascript:alert(1)" })
	@Proves("7 foreign link")
	void refusesALinkToAnywhereElse(String link) {
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> PageLinks.below(LOCATION, link, DETAILS))
			.withMessageContaining("not followed");
	}

	@Test
	@Proves("7 loop")
	void refusesALinkThatRepeatsAnEarlierOne() {
		PageLinks links = new PageLinks();
		links.follow("/data?continue=1", DETAILS);
		links.follow("/data?continue=2", DETAILS);
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> links.follow("/data?continue=1", DETAILS))
			.withMessageContaining("loop");
	}

	@Test
	void refusesAnEndlessLink() {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> PageLinks.below(LOCATION, "/data?continue=" + "x".repeat(9_000), DETAILS))
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(300));
	}

}
