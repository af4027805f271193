package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import io.sequoia.fixture.ProjectClasses;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the packages and their dependencies as they are meant to be.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTests {

	private static final String ROOT = "io.sequoia";

	private static final String[] BELOW_CORE = { "", ".correlation", ".call", ".retry", ".http", ".discovery",
			".security", ".core.query", ".core.mapping", ".core.observation", ".core.cache" };

	/** The packages, each with the packages of the project that it may use. */
	private static final Map<String, List<String>> PACKAGES = Map.ofEntries(Map.entry("", List.of()),
			Map.entry(".correlation", List.of("")), Map.entry(".call", List.of("")),
			Map.entry(".retry", List.of("", ".call", ".correlation")),
			Map.entry(".retry.springretry", List.of("", ".call", ".correlation", ".retry")),
			Map.entry(".http", List.of("", ".call", ".correlation")),
			Map.entry(".discovery", List.of("", ".call", ".http")),
			Map.entry(".security", List.of("", ".call", ".http", ".discovery")),
			Map.entry(".core.query", List.of("", ".core.mapping")),
			Map.entry(".core.mapping", List.of("", ".discovery")),
			Map.entry(".core.observation", List.of("", ".call", ".http", ".discovery", ".core.mapping")),
			Map.entry(".core.cache", List.of("", ".call", ".security", ".core.observation")),
			Map.entry(".core", List.of(BELOW_CORE)));

	/**
	 * Servers, and the client by which tests call the endpoints of their applications.
	 */
	private static final List<String> SERVERS = List.of("io.sequoia.sandbox.SequoiaSandbox",
			"com.github.tomakehurst.wiremock", "com.sun.net.httpserver", "reactor.netty.http.server",
			"java.net.ServerSocket", "java.net.http");

	/** The names of tests that open sockets. */
	private static final Predicate<String> SOCKETS = Pattern.compile("(Integration|Contract)Tests$").asPredicate();

	private final ProjectClasses classes = ProjectClasses.shared();

	private final JavaClasses sequoia = this.classes.client();

	private final JavaClasses tests = this.classes.tests();

	@ParameterizedTest
	@MethodSource
	void packageUsesOnlyThosePackages(String name, List<String> allowed) {
		List<String> usable = new ArrayList<>(List.of(ROOT + name));
		allowed.forEach((other) -> usable.add(ROOT + other));
		noClasses().that(resideInAPackage(ROOT + name))
			.should()
			.dependOnClassesThat(
					resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(usable.toArray(String[]::new)))))
			.check(this.sequoia);
	}

	static Stream<Arguments> packageUsesOnlyThosePackages() {
		return PACKAGES.entrySet().stream().map((entry) -> Arguments.of(entry.getKey(), entry.getValue()));
	}

	@Test
	void everyPackageIsInTheTable() {
		assertThat(this.sequoia.stream().map(JavaClass::getPackageName).distinct())
			.allMatch((name) -> PACKAGES.containsKey(name.substring(ROOT.length())) || isAbove(name));
	}

	/** Tell whether a package is built on the core and may use all of it. */
	private static boolean isAbove(String name) {
		return Stream.of("autoconfigure", "identity", "transfer", "batch", "repository")
			.anyMatch((above) -> (name + ".").startsWith(ROOT + "." + above + "."));
	}

	@Test
	void nothingDependsOnAutoConfiguration() {
		noClasses().that(not(resideInAPackage("io.sequoia.autoconfigure..")))
			.should()
			.dependOnClassesThat(resideInAPackage("io.sequoia.autoconfigure.."))
			.check(this.sequoia);
	}

	@Test
	void timeOfDayIsComparedWithDatesOfThePlatformOnly() {
		noClasses()
			.that(not(simpleName("RetryAfter").or(simpleName("SequoiaHttpConfiguration"))
				.or(simpleName("DefaultReactiveSequoiaIdentity"))))
			.should()
			.callMethodWhere(describe("tell the time of day", ArchitectureTests::tellsTheTimeOfDay))
			.orShould()
			.callConstructor(Date.class)
			.check(this.sequoia);
	}

	private static boolean tellsTheTimeOfDay(JavaMethodCall call) {
		JavaClass owner = call.getTargetOwner();
		return call.getName().equals("currentTimeMillis") || (owner.getPackageName().equals("java.time")
				&& (call.getName().equals("now") || owner.getSimpleName().equals("Clock")));
	}

	@Test
	void springRetryIsUsedByItsAdapterOnly() {
		noClasses().that(not(resideInAPackage("io.sequoia.retry.springretry")))
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.retry..", "org.springframework.classify.."))
			.check(this.sequoia);
		noClasses().that(not(resideInAPackage("io.sequoia.retry")))
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.core.retry.."))
			.check(this.sequoia);
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.resilience.."))
			.check(this.sequoia);
	}

	@Test
	void guavaIsUsedForThePublicSuffixListOnly() {
		noClasses().that(not(simpleName("Hosts")))
			.should()
			.dependOnClassesThat(resideInAnyPackage("com.google.common..", "com.google.thirdparty.."))
			.check(this.sequoia);
	}

	@Test
	void filtersOfWebClientAreAMatterOfHttpAndSecurity() {
		noClasses().that(not(resideInAnyPackage("io.sequoia.http", "io.sequoia.security")))
			.should()
			.dependOnClassesThat()
			.haveNameMatching(
					"org\\.springframework\\.web\\.reactive\\.function\\.client\\.Exchange(Filter)?Function.*")
			.check(this.sequoia);
	}

	@Test
	void operationIsOpenedByTheMethodThatItsCallerCalled() {
		noClasses()
			.that(not(simpleName("DefaultReactiveResourceOperations").or(simpleName("DefaultReactiveServiceOperations"))
				.or(simpleName("DefaultReactiveBrowse"))
				.or(simpleName("BatchWriter"))
				.or(simpleName("SequoiaEngine"))))
			.should()
			.callMethodWhere(describe("open an operation",
					(call) -> call.getTargetOwner().getSimpleName().equals("OperationScope")
							&& call.getName().equals("open")))
			.check(this.sequoia);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(this.sequoia.stream().map(JavaClass::getPackage).distinct()).isNotEmpty()
			.allSatisfy((named) -> assertThat(named.isAnnotatedWith(NullMarked.class)).as(named.getName()).isTrue());
	}

	@Test
	void nothingTrustsEveryCertificate() {
		noClasses().should()
			.dependOnClassesThat()
			.haveSimpleName("InsecureTrustManagerFactory")
			.orShould()
			.dependOnClassesThat()
			.haveSimpleName("NoopHostnameVerifier")
			.orShould()
			.implement("javax.net.ssl.X509TrustManager")
			.orShould()
			.implement("javax.net.ssl.HostnameVerifier")
			.check(this.sequoia);
	}

	@Test
	void noTypeIsTakenFromJson() {
		noClasses().should()
			.callMethodWhere(DescribedPredicate.describe("activates default typing",
					(call) -> call.getName().startsWith("activateDefaultTyping")
							|| call.getName().equals("setDefaultTyping")))
			.orShould()
			.dependOnClassesThat()
			.haveSimpleName("JsonTypeInfo")
			.check(this.sequoia);
	}

	@Test
	void commentsBeginWithAVerbOrANoun() throws IOException {
		assertThat(SourceComments.all()).hasSizeGreaterThan(2000);
		assertThat(SourceComments.riddles()).as("Say what it is or does, with a verb or a noun first").isEmpty();
	}

	/** Classes have one reason to change; the properties are the form of a document. */
	@Test
	void classesStaySmall() throws IOException {
		List<String> large = new ArrayList<>();
		for (Path source : SourceComments.sources()) {
			long lines = SourceComments.linesOfCode(source);
			boolean library = source.toString().contains("/src/main/") && !source.endsWith("SequoiaProperties.java");
			if (library && lines > 300) {
				large.add(source.getFileName() + " has " + lines + " lines of code");
			}
		}
		assertThat(large).as("Split, or give a part to a class of its own").isEmpty();
	}

	/**
	 * A test stands beside the class that it tests; other packages say what they are for.
	 */
	@Test
	void packagesOfTestsAreThoseOfTheSourcesOrHaveADescription() {
		assertThat(this.tests.stream().map((type) -> type.getPackageName().replace('.', '/')).distinct())
			.allSatisfy((name) -> assertThat(Path.of("src/main/java", name).toFile().isDirectory()
					|| Path.of("src/test/java", name, "package-info.java").toFile().exists())
				.as(name)
				.isTrue());
	}

	/** A test opens sockets itself, or by a class that several tests share. */
	@Test
	void testsThatOpenSocketsAreNamedIntegrationOrContractTests() {
		Set<JavaClass> open = new HashSet<>();
		while (open.addAll(this.tests.that(describe("use a server", (type) -> usesServer(type, open))))) {
			assertThat(open).hasSizeLessThanOrEqualTo(this.tests.size());
		}
		assertThat(this.tests.stream().map(ArchitectureTests::outermost).filter(ArchitectureTests::isTest).distinct())
			.allSatisfy((test) -> assertThat(SOCKETS.test(test.getSimpleName())).as(test.getName())
				.isEqualTo(open.stream().map(ArchitectureTests::outermost).anyMatch(test::equals)));
	}

	/** The event loops that Reactor Netty shares end with any application of a test. */
	@Test
	void serversOfTestsHaveEventLoopsOfTheirOwn() {
		noClasses().that(not(simpleName("LocalServer")))
			.should()
			.callMethod("reactor.netty.http.server.HttpServer", "create")
			.check(tests);
	}

	/**
	 * Tests of other modules have such names too, except in modules whose tests all start
	 * servers or browsers.
	 */
	@ParameterizedTest
	@MethodSource
	void testsOfOtherModulesThatOpenSocketsAreNamedSo(Path module) throws IOException {
		assertThat(SocketUse.of(module)).isNotEmpty()
			.allSatisfy((test, open) -> assertThat(SOCKETS.test(test)).as(test).isEqualTo(open));
	}

	static Stream<Path> testsOfOtherModulesThatOpenSocketsAreNamedSo() {
		return Stream
			.of("sequoia-sandbox", "sequoia-spring-boot-test", "sequoia-cli", "sample-app", "sample-batch",
					"spring-tests", "kotlin-tests")
			.map(SourceComments.ROOT::resolve);
	}

	private static boolean usesServer(JavaClass type, Set<JavaClass> open) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.map(Dependency::getTargetClass)
			.anyMatch((used) -> SERVERS.stream().anyMatch(used.getName()::startsWith)
					|| open.contains(used) && !isTest(outermost(used)));
	}

	private static boolean isTest(JavaClass type) {
		return type.getSimpleName().endsWith("Tests") && !type.isEquivalentTo(SeenInTests.class);
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
	}

	@Test
	void commentsReferToPagesOfTheDocumentationThatExist() throws IOException {
		assertThat(SourceComments.brokenReferences()).as("Refer to docs/{page}.md, section {number}").isEmpty();
	}

}
