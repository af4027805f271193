package io.sequoia.test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps optional libraries in the packages that they are optional for.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.sequoia.test");

	@Test
	void containersAreAMatterOfTheirPackage() {
		noClasses().that(not(resideInAPackage("io.sequoia.test.testcontainers")))
			.should()
			.dependOnClassesThat(resideInAPackage("org.testcontainers.."))
			.orShould()
			.dependOnClassesThat(resideInAPackage("org.springframework.boot.testcontainers.."))
			.orShould()
			.dependOnClassesThat(resideInAPackage("io.sequoia.test.testcontainers"))
			.check(classes);
	}

	@Test
	void theClientIsUsedByItsPublicTypes() {
		noClasses().should()
			.dependOnClassesThat(resideInAPackage("io.sequoia.core..").or(resideInAPackage("io.sequoia.retry.."))
				.or(resideInAPackage("io.sequoia.security..")))
			.check(classes);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct()).hasSize(2)
			.allSatisfy((named) -> assertThat(named.isAnnotatedWith(NullMarked.class)).as(named.getName()).isTrue());
	}

}
