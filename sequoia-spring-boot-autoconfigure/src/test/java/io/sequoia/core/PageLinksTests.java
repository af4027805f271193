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
			"/data/contents?continue=a%2Fb%252Fc&owner=test&x=[1]&y=(a);b,c:d@e!$'*~" })
	@Proves({ "7 link unchanged", "P link decoded" })
	void followsALinkAsItIs(String link) {
		assertThat(PageLinks.below(LOCATION, link, "test", DETAILS)).isEqualTo(link);
	}

	@ParameterizedTest
	@CsvSource({ "/d?owner=t&with=\ud800,/d?owner=t&with=?", "/d?owner=t&with=a||b,/d?owner=t&with=a%7C%7Cb",
			"/d?owner=t&with=a b,/d?owner=t&with=a%20b", "/d?owner=t&with=é,/d?owner=t&with=%C3%A9",
			"/d?owner=t&with=100%,/d?owner=t&with=100%25" })
	void escapesOnlyWhatNoUrlCanHold(String link, String followed) {
		assertThat(PageLinks.below(LOCATION, link, "test", DETAILS)).isEqualTo(followed);
	}

	@ParameterizedTest
	@CsvSource({ "/d?continue=a%2Bb,/d?continue=a%2Bb&owner=test", "/d,/d?owner=test",
			"/d?withOwner=x&co-owner=y,/d?withOwner=x&co-owner=y&owner=test",
			"/d?with=owner=x,/d?with=owner=x&owner=test", "/d?owner=other&continue=a,/d?owner=other&continue=a" })
	@Proves("7 owner of a link")
	void addsTheOwnerWhereALinkNamesNone(String link, String followed) {
		assertThat(PageLinks.below(LOCATION, link, "test", DETAILS)).isEqualTo(followed);
	}

	@Test
	void readsTheParametersOfALinkDecoded() {
		assertThat(PageLinks.parameter("/d?a=1&continue=x%3D%3d&continue=y", "continue")).isEqualTo("x==");
		assertThat(PageLinks.parameter("/d?continue=50%&continued=z", "continue")).isEqualTo("50%");
		assertThat(PageLinks.parameter("/d?a=continue=x", "continue")).isNull();
		assertThat(PageLinks.parameter("/d", "continue")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://metadata.example.com/v1", "https://metadata.example.com:443/v1",
			"HTTPS://Metadata.Example.com/v1", "//metadata.example.com/v1" })
	void followsAnAbsoluteLinkBelowTheLocation(String location) {
		assertThat(PageLinks.below(LOCATION, location + "/data/contents?continue=x&owner=o", "test", DETAILS))
			.isEqualTo("/data/contents?continue=x&owner=o");
	}

	@Test
	void followsAnAbsoluteLinkWithoutTheStandardPortThatTheLocationHas() {
		assertThat(PageLinks.below(URI.create("http://localhost:80"), "http://localhost/data/contents?owner=o", "test",
				DETAILS))
			.isEqualTo("/data/contents?owner=o");
	}

	@Test
	void tellsNoUserOfALink() {
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(
					() -> PageLinks.below(LOCATION, "https://user:pass@metadata.example.com/v1/data", "test", DETAILS))
			.withMessageContaining("https://metadata.example.com/v1/data")
			.withMessageNotContaining("pass");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example.com/v1/data?x=y", "http://metadata.example.com/v1/data?x=y",
			"https://metadata.example.com/v1.evil.example.com/data", "https://metadata.example.com:444/v1/data",
			"https://user@metadata.example.com/v1/data", "http://metadata.example.com:443/v1/data",
			"https://metadata.example.com/V1/data", "//metadata.example.com:80/v1/data",
			"https://metadata.example.com/v2/data", "//evil.example.com/data", "data/contents?continue=x",
			"?continue=x", "/data/../../secret", "/data/%2e%2e/x", "/data/..%2fx", "/\\evil.example.com/", "/%5cevil",
			"javascript:alert(1)" })
	@Proves("7 foreign link")
	void refusesALinkToAnywhereElse(String link) {
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> PageLinks.below(LOCATION, link, "test", DETAILS))
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
			.isThrownBy(() -> PageLinks.below(LOCATION, "/data?continue=" + "x".repeat(9_000), "test", DETAILS))
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(300));
	}

}
