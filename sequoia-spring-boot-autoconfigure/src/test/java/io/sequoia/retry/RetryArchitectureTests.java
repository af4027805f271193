package io.sequoia.retry;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.sequoia.fixture.ProjectClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryArchitectureTests {

	private final ProjectClasses classes = ProjectClasses.shared();

	private final JavaClasses sequoia = this.classes.main();

	@Test
	void springRetryIsImportedByItsAdapterOnly() {
		noClasses().that(not(resideInAPackage("io.sequoia.retry.springretry")))
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.retry..", "org.springframework.classify.."))
			.check(this.sequoia);
	}

	@Test
	void engineDoesNotKnowTheAdapter() {
		noClasses().that(resideInAPackage("io.sequoia.retry"))
			.should()
			.dependOnClassesThat(resideInAPackage("io.sequoia.retry.springretry"))
			.check(this.sequoia);
	}

	@Test
	void retryOfTheFrameworkIsTranslatedInOnePlace() {
		noClasses()
			.that(not(simpleName("RetryExtensionsConfiguration").or(nameMatching(".*\\.FrameworkRetry(\\$.*)?"))))
			.should()
			.dependOnClassesThat(resideInAPackage("org.springframework.core.retry.."))
			.check(this.sequoia);
		noClasses().should()
			.dependOnClassesThat(resideInAPackage("org.springframework.resilience.."))
			.check(this.sequoia);
	}

	@Test
	void onlyOneClassNeedsMicrometer() {
		classes().that(resideInAPackage("io.sequoia.retry"))
			.and()
			.doNotHaveFullyQualifiedName(MicrometerRetryMetrics.class.getName())
			.should()
			.onlyDependOnClassesThat(
					not(resideInAnyPackage("io.micrometer..").or(equivalentTo(MicrometerRetryMetrics.class))))
			.check(this.sequoia);
	}

	@Test
	void nothingElseOfTheProjectIsNeeded() {
		noClasses().that(resideInAPackage("io.sequoia.retry"))
			.should()
			.dependOnClassesThat(resideInAPackage("io.sequoia..").and(not(
					resideInAnyPackage("io.sequoia", "io.sequoia.call", "io.sequoia.correlation", "io.sequoia.retry"))))
			.check(this.sequoia);
	}

}
