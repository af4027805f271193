package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.sequoia.Internal;
import io.sequoia.fixture.ProjectClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps apart what applications may use and what is public for other packages only.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicApiTests {

	private static final Path MODULE = Path.of("").toAbsolutePath();

	private final ProjectClasses classes = ProjectClasses.shared();

	private final JavaClasses sequoia = this.classes.client();

	@Test
	void everyPublicTypeIsOnThePageOrInternal() throws IOException {
		Set<String> open = types().filter((type) -> !isInternal(type))
			.map(JavaClass::getSimpleName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(open).as("docs/api.md lists each public type that is not @Internal").isEqualTo(onThePage());
	}

	@Test
	void noSignatureOfThePageNeedsAnInternalType() {
		List<String> leaks = types().filter((type) -> !isInternal(type))
			.flatMap((type) -> Stream.concat(Stream.of(type), nested(type)))
			.flatMap((type) -> Stream.concat(type.getMethods().stream(), type.getConstructors().stream()))
			.filter((unit) -> isOpen(unit) && !unit.isAnnotatedWith(Internal.class)
					&& types(unit).anyMatch(PublicApiTests::isInternal))
			.map(JavaCodeUnit::getFullName)
			.toList();
		assertThat(leaks).isEmpty();
	}

	@Test
	void everyApiTypeHasADescription() {
		assertThat(types().filter((type) -> !isInternal(type))).allSatisfy((type) -> {
			String source = Files
				.readString(MODULE.resolve("src/main/java/" + type.getName().replace('.', '/') + ".java"));
			Matcher declaration = Pattern.compile("(?m)^public [^;{]*\\b" + type.getSimpleName() + "\\b")
				.matcher(source);
			assertThat(declaration.find()).as(type.getName()).isTrue();
			String before = source.substring(0, declaration.start());
			assertThat(before.substring(before.lastIndexOf("*/") + 1)).as(type.getName() + " has a description")
				.doesNotContain(";");
		});
	}

	@Test
	void replaceableBeansAreThoseOfThePage() throws IOException {
		Set<String> replaceable = this.sequoia.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(ConditionalOnMissingBean.class))
			.map(PublicApiTests::replacedBy)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(replaceable)
			.as("docs/api.md lists each bean that @ConditionalOnMissingBean lets applications replace")
			.isEqualTo(names("## Beans", "[a-zA-Z]\\w+"));
	}

	private static String replacedBy(JavaMethod method) {
		ConditionalOnMissingBean condition = method.getAnnotationOfType(ConditionalOnMissingBean.class);
		if (condition.name().length > 0) {
			return condition.name()[0];
		}
		return method.getAnnotationOfType(ConditionalOnMissingBean.class).value().length > 0
				? condition.value()[0].getSimpleName() : method.getRawReturnType().getSimpleName();
	}

	private static Set<String> onThePage() throws IOException {
		return names("## Types", "[A-Z]\\w+");
	}

	/** The names in the tables of a section, and in the text below them. */
	private static Set<String> names(String section, String name) throws IOException {
		String page = Files.readString(MODULE.resolve("../docs/api.md"));
		int begin = page.indexOf("|---", page.indexOf(section));
		int end = page.indexOf("\n## ", begin);
		return Pattern.compile("`(" + name + ")`")
			.matcher(page.substring(begin, (end < 0) ? page.length() : end))
			.results()
			.map((MatchResult match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private Stream<JavaClass> types() {
		return this.sequoia.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
	}

	private Stream<JavaClass> nested(JavaClass type) {
		return this.sequoia.stream()
			.filter((other) -> other.getName().startsWith(type.getName() + "$")
					&& other.getModifiers().contains(JavaModifier.PUBLIC));
	}

	private static boolean isOpen(JavaCodeUnit unit) {
		return unit.getModifiers().contains(JavaModifier.PUBLIC)
				|| unit.getModifiers().contains(JavaModifier.PROTECTED);
	}

	private static Stream<JavaClass> types(JavaCodeUnit unit) {
		return Stream.concat(Stream.of(unit.getRawReturnType()),
				((Collection<JavaClass>) unit.getRawParameterTypes()).stream());
	}

	private static boolean isInternal(JavaClass type) {
		JavaClass outer = type;
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return outer.isAnnotatedWith(Internal.class);
	}

}
