package io.sequoia.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Profile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings that are fixed when a context is prepared at build time.
 */
class FrozenSettingsTests {

	@Test
	void areListedInTheDocumentation() throws IOException {
		List<String> listed = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
			.matcher(Files.readString(Path.of("../docs/ahead-of-time.md")))
			.results()
			.map((MatchResult row) -> row.group(1))
			.toList();

		assertThat(listed).containsExactlyInAnyOrderElementsOf(frozen());
	}

	private static Set<String> frozen() {
		Set<String> keys = new TreeSet<>();
		new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.sequoia.autoconfigure")
			.stream()
			.flatMap(FrozenSettingsTests::annotations)
			.forEach((annotation) -> keys.addAll(keys(annotation)));
		return keys;
	}

	private static Stream<? extends JavaAnnotation<?>> annotations(JavaClass type) {
		return Stream.concat(type.getAnnotations().stream(),
				type.getMethods().stream().flatMap((method) -> method.getAnnotations().stream()));
	}

	private static List<String> keys(JavaAnnotation<?> annotation) {
		if (annotation.getRawType().isEquivalentTo(ConditionalOnEnabledHealthIndicator.class)) {
			return List.of("management.health." + annotation.get("value").orElseThrow() + ".enabled");
		}
		if (annotation.getRawType().isEquivalentTo(ConditionalOnSetting.class)) {
			return List.of((String) annotation.get("value").orElseThrow());
		}
		boolean property = annotation.getRawType().isEquivalentTo(ConditionalOnBooleanProperty.class)
				|| annotation.getRawType().isEquivalentTo(ConditionalOnProperty.class);
		if (property) {
			String prefix = (String) annotation.get("prefix").orElse("");
			return Stream.of("name", "value")
				.flatMap((attribute) -> Arrays.stream((String[]) annotation.get(attribute).orElse(new String[0])))
				.map((name) -> prefix.isEmpty() ? name : prefix + "." + name)
				.toList();
		}
		assertThat(annotation.getRawType().getName()).isNotEqualTo(Profile.class.getName());
		return List.of();
	}

}
