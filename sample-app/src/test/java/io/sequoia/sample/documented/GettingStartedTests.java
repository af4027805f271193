package io.sequoia.sample.documented;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.sample.documented.DocumentedPage.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The project of {@code docs/getting-started.md}, run as it stands on the page.
 */
class GettingStartedTests {

	private static final String PAGE = "docs/getting-started.md";

	private static final Pattern FILE = Pattern.compile("`([\\w./]+\\.(?:java|yml|xml|gradle))`");

	@TempDir
	private Path project;

	@Test
	void itsTestPassesWithItsSettings() throws Exception {
		assertThat(run(DocumentedCode.get().type(PAGE, "FilmsTests"))).isEqualTo(3);
	}

	@Test
	void recipesWorkInIt() throws Exception {
		DocumentedBlocks recipes = DocumentedBlocks.of("docs/recipes.md");
		assertThat(run(recipes.type("FilmImportTests"), recipes.type("CatalogueTests"))).isEqualTo(3);
	}

	/** Run test classes with the settings of the project, and count the tests. */
	private long run(Class<?>... tests) throws IOException {
		Path settings = this.project.resolve("application.yml");
		Files.writeString(settings, DocumentedPage.of(PAGE).blocks("yaml").get(0).code());
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(tests).map(DiscoverySelectors::selectClass).toList())
			.build();
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(DocumentedCode.get().classLoader());
		System.setProperty("spring.config.location", settings.toUri().toString());
		System.setProperty("sequoia.retry.max-time", "60s"); // for busy machines
		try {
			LauncherFactory.create().execute(request, summary);
		}
		finally {
			System.clearProperty("spring.config.location");
			System.clearProperty("sequoia.retry.max-time");
			thread.setContextClassLoader(before);
		}
		assertThat(summary.getSummary().getFailures()).extracting((failure) -> failure.getException()).isEmpty();
		return summary.getSummary().getTestsSucceededCount();
	}

	@Test
	void everyFileIsNamed() throws IOException {
		Map<String, String> files = files();
		assertThat(files).containsOnlyKeys("pom.xml", "build.gradle", "src/main/resources/application.yml",
				"src/main/java/com/example/films/FilmsApplication.java", "src/main/java/com/example/films/Film.java",
				"src/main/java/com/example/films/Films.java", "src/main/java/com/example/films/FilmController.java",
				"src/test/java/com/example/films/FilmsTests.java");
		files.forEach((name, code) -> {
			if (name.endsWith(".java")) {
				String type = name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
				assertThat(code).startsWith("package com.example.films;").containsPattern("(class|record) " + type);
			}
		});
	}

	@Test
	void buildsWithTheVersionsOfThisRelease() throws IOException {
		String here = Files.readString(Path.of("..", "pom.xml"));
		String version = first(here, "<artifactId>sequoia-spring-boot</artifactId>\\s*<version>([^<]+)");
		String boot = first(here, "<spring-boot.version>([^<]+)");
		Map<String, String> files = files();
		assertThat(first(files.get("pom.xml"), "spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)"))
			.isEqualTo(boot);
		assertThat(first(files.get("build.gradle"), "'org.springframework.boot' version '([^']+)")).isEqualTo(boot);
		List<String> inPom = all(files.get("pom.xml"),
				"<groupId>io.sequoia</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)");
		assertThat(inPom).containsExactly("sequoia-spring-boot-starter:" + version, "sequoia-sandbox:" + version);
		assertThat(all(files.get("build.gradle"), "'io.sequoia:([^:]+):([^']+)'")).isEqualTo(inPom);
	}

	/** The blocks behind a line that names a file. */
	private static Map<String, String> files() throws IOException {
		Map<String, String> files = new LinkedHashMap<>();
		List<String> lines = Files.readAllLines(Path.of("..", PAGE));
		for (Block block : DocumentedPage.of(PAGE).blocks()) {
			FILE.matcher(lines.get(block.line() - 4))
				.results()
				.forEach((name) -> files.put(name.group(1), block.code()));
		}
		return files;
	}

	private static String first(String text, String pattern) {
		return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group(1);
	}

	private static List<String> all(String text, String pattern) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((MatchResult found) -> found.group(1) + ":" + found.group(2))
			.toList();
	}

}
