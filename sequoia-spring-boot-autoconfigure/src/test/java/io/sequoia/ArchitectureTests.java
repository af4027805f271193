package io.sequoia;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may use which: dependencies point one way.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.sequoia");

	private static final String ROOT = "io.sequoia";

	@ParameterizedTest
	@MethodSource
	void usesOnlyWhatItMay(String name, Set<String> others) {
		String[] allowed = Stream.concat(Stream.of(name, ROOT), others.stream().map(ArchitectureTests::packageName))
			.toArray(String[]::new);
		noClasses().that(resideInAPackage(name))
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
			.check(CLASSES);
	}

	static Stream<Arguments> usesOnlyWhatItMay() {
		return Stream.of(row("", Set.of()), row("correlation", Set.of()), row("retry", Set.of()),
				row("http", Set.of("correlation")), row("discovery", Set.of("http", "correlation")),
				row("security", Set.of("http", "discovery", "correlation")), row("core.query", Set.of()),
				row("core.mapping", Set.of("core.query", "discovery")), row("core",
						Set.of("correlation", "retry", "http", "discovery", "security", "core.query", "core.mapping")));
	}

	@Test
	void knowsEveryPackage() {
		assertThat(packages()).extracting(JavaPackage::getName)
			.allMatch((name) -> name.startsWith(ROOT + ".autoconfigure") || name.startsWith(ROOT + ".sandbox")
					|| usesOnlyWhatItMay().anyMatch((row) -> row.get()[0].equals(name)));
	}

	@Test
	void marksEveryPackageForNullness() {
		assertThat(packages())
			.allSatisfy((known) -> assertThat(known.isAnnotatedWith(NullMarked.class)).as(known.getName()).isTrue());
	}

	@Test
	void touchesTheFilterApiOfWebClientInTwoPackagesOnly() {
		noClasses().that(not(resideInAnyPackage(ROOT + ".http", ROOT + ".security")))
			.should()
			.dependOnClassesThat()
			.haveNameMatching(".*\\.(ExchangeFilterFunction|ExchangeFunction)")
			.check(CLASSES);
	}

	@Test
	void switchesNoVerificationOffAndTypesNoJsonByItsContent() {
		noClasses().should()
			.dependOnClassesThat()
			.haveNameMatching(".*(InsecureTrustManagerFactory|NoopHostnameVerifier|PolymorphicTypeValidator)")
			.check(CLASSES);
	}

	@Test
	void usesNoPartOfBootThatWouldCloseTheApplicationsOwnEndpoints() {
		noClasses().should()
			.dependOnClassesThat(
					resideInAnyPackage("org.springframework.boot.security..", "org.springframework.security.config.."))
			.check(CLASSES);
	}

	private static Set<JavaPackage> packages() {
		return CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
	}

	private static Arguments row(String name, Set<String> others) {
		return Arguments.of(packageName(name), others);
	}

	private static String packageName(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

}
