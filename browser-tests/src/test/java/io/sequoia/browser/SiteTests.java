package io.sequoia.browser;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation site, read from its files without a server.
 */
@Tag("long")
@ExtendWith(BrowserExtension.class)
@EnabledIf(value = "isMade", disabledReason = "needs target/site, which .ci/site makes")
class SiteTests {

	private static final Path SITE = Path.of("..", "target", "site");

	private final Browser browser;

	SiteTests(Browser browser) {
		this.browser = browser;
	}

	static boolean isMade() {
		return Files.exists(SITE.resolve("index.html"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "index", "readme", "configuration", "dashboards", "decisions/0001-one-engine" })
	void pagesAreAccessibleInLightAndDarkAndOnAPhone(String page) {
		open(page);
		Appearances.assertAccessible(this.browser, page.replace('/', '-'));
	}

	@Test
	void aWordLeadsToTheSectionThatHasIt() {
		open("index");
		this.browser.press("/");
		assertThat(this.browser.focused()).isEqualTo("Search");
		this.browser.press("strict-configuration");
		this.browser.untilText(".search-result-document-title", "Configuration");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.screenshot("search");
		this.browser.find(".search-result-document-hit a").click();
		this.browser.untilText("h1", "Configuration");
		this.browser.phone();
		this.browser.control("Search").sendKeys("budget");
		this.browser.find(".search-result-item");
		assertThat(this.browser.overflows()).isFalse();
		this.browser.screenshot("phone-search");
	}

	@Test
	void aLinkToAHeadingShowsItBelowTheHeader() {
		open("migration", "#read-one");
		double header = number("header", "bottom");
		assertThat(number("#read-one", "top")).isBetween(header, header + 100);
		this.browser.screenshot("heading");
	}

	@Test
	void pagesOfAllKindsAreInTheMenu() {
		open("index");
		assertThat(this.browser.texts("#pages h2")).containsExactly("TUTORIAL", "HOW TO", "REFERENCE", "EXPLANATION",
				"MIGRATION", "PROJECT");
		this.browser.phone();
		assertThat(this.browser.control("Menu").getDomAttribute("aria-expanded")).isEqualTo("false");
		this.browser.tabTo("Menu");
		this.browser.press(Keys.ENTER);
		this.browser.tabTo("Repositories");
		this.browser.press(Keys.ENTER);
		this.browser.untilText("h1", "Repositories");
		assertThat(this.browser.texts("#pages a")).allMatch(String::isEmpty);
	}

	@Test
	void javadocIsAPartOfTheSite() {
		open("index");
		this.browser.control("Javadoc").click();
		this.browser.control("io.sequoia.core").click();
		this.browser.control("SequoiaTemplate").click();
		this.browser.untilText("h1", "SequoiaTemplate");
	}

	private double number(String css, String edge) {
		return ((Number) this.browser
			.script("return document.querySelector(arguments[0]).getBoundingClientRect()[arguments[1]]", css, edge))
			.doubleValue();
	}

	private void open(String page) {
		open(page, "");
	}

	private void open(String page, String fragment) {
		this.browser.open(SITE.resolve(page + ".html").toAbsolutePath().normalize().toUri() + fragment);
	}

}
