package io.sequoia.browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which each page is looked at.
 */
final class Appearances {

	private Appearances() {
	}

	/**
	 * Check that the open page is accessible in light and dark and on a phone, and take a
	 * picture of each.
	 * @param browser shows the page
	 * @param name the name of the page, for its pictures
	 */
	static void assertAccessible(Browser browser, String name) {
		assertThat(browser.violations()).as("light").isEmpty();
		browser.screenshot("light-" + name);
		browser.dark(true);
		assertThat(browser.violations()).as("dark").isEmpty();
		browser.screenshot("dark-" + name);
		browser.phone();
		assertThat(browser.overflows()).as("wider than a phone").isFalse();
		assertThat(browser.violations()).as("phone").isEmpty();
		browser.screenshot("phone-" + name);
	}

}
