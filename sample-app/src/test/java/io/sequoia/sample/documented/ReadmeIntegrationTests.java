package io.sequoia.sample.documented;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;

import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static io.sequoia.sample.documented.DocumentedApplication.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README does what it says, and links of all pages lead somewhere.
 */
class ReadmeIntegrationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private final SequoiaTemplate sequoia = bean(SequoiaTemplate.class);

	private final DocumentedBlocks readme = DocumentedBlocks.of("README.md").given("sequoia", this.sequoia);

	static List<Path> pagesWithLinks() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (String folder : List.of("", "docs", "sample-app")) {
			try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
				files.filter((file) -> file.toString().endsWith(".md")).forEach(pages::add);
			}
		}
		pages.removeIf((page) -> !LINK.matcher(text(page)).find());
		return pages;
	}

	@ParameterizedTest
	@MethodSource("pagesWithLinks")
	void everyLinkLeadsSomewhere(Path page) {
		assertThat(LINK.matcher(text(page)).results()).isNotEmpty().allSatisfy((link) -> {
			Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
			assertThat(target).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as(page + " " + link.group()).contains(link.group(2));
			}
		});
	}

	@Test
	void everyPageIsReadForLinks() throws IOException {
		assertThat(pagesWithLinks()).hasSizeGreaterThan(15).contains(ROOT.resolve("docs/getting-started.md"));
	}

	@Test
	void theYamlShownConfiguresAClient() throws Exception {
		SequoiaSandbox sandbox = bean(SequoiaSandbox.class);
		String yaml = DocumentedPage.of("README.md")
			.blocks("yaml")
			.get(0)
			.code()
			.replace("https://registry.example.com", sandbox.registryUrl());
		PropertySource<?> settings = new YamlPropertySourceLoader()
			.load("readme", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		Class<?> film = this.readme.type("Film");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				new DefaultResourceLoader(DocumentedCode.get().classLoader()), Plain.class, this.readme.type("Films"))
			.web(WebApplicationType.NONE)
			.profiles("live")
			.properties(
					Map.of("SEQUOIA_CLIENT_ID", sandbox.clientId(), "SEQUOIA_CLIENT_SECRET", sandbox.clientSecret()))
			.initializers((plain) -> plain.getEnvironment().getPropertySources().addFirst(settings))
			.run()) {
			assertThat(context.getBean(SequoiaTemplate.class).find(Ref.of("testmock", "paper-lions"), film))
				.isPresent();
			assertThat(context.getBean(this.readme.type("Films"))).isNotNull();
		}
	}

	@Test
	void storesFindsAndRenames() throws Exception {
		Object films = films();

		Object added = call(films, "add", "A First Film");
		Ref ref = call(added, "ref");
		assertThat(ReadmeIntegrationTests.<Object>renamed(films, ref, "The First Film")).extracting("title")
			.isEqualTo("The First Film");

		Optional<?> found = call(films, "find", ref.name());
		assertThat(found).get().extracting("title").isEqualTo("The First Film");
		Optional<?> missing = call(films, "find", "no-such-film");
		assertThat(missing).isEmpty();
	}

	@Test
	void renamingKeepsWhatTheTypeDoesNotName() throws Exception {
		Ref ref = Ref.of("testmock", "paper-lions");
		Map<String, Object> before = new HashMap<>(this.sequoia.service("metadata").resources("contents").read(ref));

		renamed(films(), ref, "Paper Tigers");

		Map<String, Object> after = this.sequoia.service("metadata").resources("contents").read(ref);
		assertThat(after.keySet()).containsAll(before.keySet());
		assertThat(after).containsEntry("title", "Paper Tigers")
			.containsEntry("shortSynopsis", before.get("shortSynopsis"));
		renamed(films(), ref, (String) before.get("title"));
	}

	private static String text(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the anchors of a page's headings, in the form that GitHub gives them. */
	private static List<String> anchors(Path page) {
		return Pattern.compile("(?m)^#+ (.*)$")
			.matcher(text(page))
			.results()
			.map((heading) -> heading.group(1).strip().toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.toList();
	}

	private Object films() throws Exception {
		return films(this.readme, this.sequoia);
	}

	/** Make the service of the README. */
	static Object films(DocumentedBlocks readme, SequoiaTemplate sequoia) throws Exception {
		var constructor = readme.type("Films").getDeclaredConstructor(SequoiaTemplate.class);
		constructor.setAccessible(true);
		return constructor.newInstance(sequoia);
	}

	static <T> T renamed(Object films, Ref ref, String title) throws Exception {
		return call(films, "rename", ref, title);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

}
