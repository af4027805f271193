package io.sequoia.sandbox;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeedCatalogueIntegrationTests {

	private static final Map<String, List<String>> KINDS = Map.of("metadata",
			List.of("contents", "assets", "categories", "offers", "offerTemplates", "people", "roles", "credits"),
			"workflow", List.of("profiles"));

	private static SequoiaSandbox sandbox;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.start();
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@Test
	void holdsAFewHundredTitlesOfAllTypes() {
		List<Map<String, Object>> contents = sandbox.resources("metadata", "contents");
		assertThat(contents).hasSizeBetween(300, 500);
		assertThat(contents).extracting((content) -> content.get("type"))
			.contains("movie", "show", "season", "episode", "collection");
	}

	@Test
	void isWhatTheDescriptorSaysAndStoringItAgainChangesNothing() {
		KINDS.forEach((service, kinds) -> kinds.forEach((kind) -> {
			List<Map<String, Object>> stored = sandbox.resources(service, kind);
			assertThat(stored).as(kind).isNotEmpty();
			assertThat(sandbox.putAll(service, kind, stored)).isEqualTo(stored);
		}));
	}

	@Test
	void pointsOnlyAtResourcesThatAreThere() {
		Set<Object> refs = new HashSet<>();
		KINDS.get("metadata")
			.forEach((kind) -> sandbox.resources("metadata", kind).forEach((it) -> refs.add(it.get("ref"))));
		List<?> pointers = KINDS.get("metadata")
			.stream()
			.flatMap((kind) -> sandbox.resources("metadata", kind).stream())
			.flatMap((resource) -> resource.entrySet().stream())
			.filter((field) -> field.getKey().endsWith("Ref") || field.getKey().endsWith("Refs"))
			.flatMap(
					(field) -> (field.getValue() instanceof List<?> list) ? list.stream() : Stream.of(field.getValue()))
			.toList();
		assertThat(pointers).hasSizeGreaterThan(1000);
		assertThat(refs).containsAll(List.copyOf(pointers));
	}

	@Test
	void isTheSameAtEveryStart() {
		try (SequoiaSandbox other = SequoiaSandbox.start()) {
			assertThat(other.resources("metadata", "contents")).isEqualTo(sandbox.resources("metadata", "contents"));
			assertThat(other.resources("metadata", "offers")).isEqualTo(sandbox.resources("metadata", "offers"));
		}
	}

	@Test
	void canBeLeftOut() {
		try (SequoiaSandbox empty = SequoiaSandbox.builder().emptyCatalogue().start()) {
			assertThat(empty.resources("metadata", "contents")).isEmpty();
			assertThat(empty.resources("workflow", "profiles")).isEmpty();
		}
	}

}
