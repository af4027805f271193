package io.sequoia.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

class ValidationIntegrationTests {

	@AutoClose
	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private final ApplicationContextRunner withoutValidator = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SequoiaAutoConfiguration.class, JacksonAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues(ClientApplication.connected(this.sandbox));

	private final ApplicationContextRunner runner = this.withoutValidator
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));

	@Test
	void tellsEveryViolationOfEveryResourceAndSendsNothing() {
		this.runner.run((context) -> {
			InvalidResourceException failure = refused(() -> context.getBean(SequoiaTemplate.class)
				.storeAll(List.of(Film.of("good", "Good", "movie", 90), Film.of("bad", " ", "novel", 0),
						Film.of("fine", "Fine", "clip", 1), Film.of(null, "Tagged", "movie", 1, "a", "b", "c"))));
			assertThat(failure.violations()).extracting(Violation::index, Violation::path)
				.containsExactly(tuple(1, "duration.minutes"), tuple(1, "title"), tuple(1, "type"), tuple(3, "tags"));
			assertThat(failure.violations().get(2).ref()).isEqualTo(Ref.of("testmock", "bad"));
			assertThat(failure.violations().get(2).message()).startsWith("must be one of brand, clip, collection, ");
			assertThat(failure)
				.hasMessageStartingWith("2 of the 4 resources are not valid, nothing was sent: [1] testmock:bad: "
						+ "duration.minutes must be greater than 0; [1] testmock:bad: title must not be blank; "
						+ "[1] testmock:bad: type must be one of ")
				.hasMessageContaining("; [3] testmock:")
				.hasMessageContaining(": tags size must be between 0 and 2, correlation id " + failure.correlationId());
			assertThat(failure.status()).isNull();
			assertThat(failure.service()).isEqualTo("metadata");
			assertThat(failure.resource()).isEqualTo("contents");
			assertThat(failure.validation()).isNotNull()
				.satisfies((validation) -> assertThat(validation.keys()).containsExactly("[1].duration.minutes",
						"[1].title", "[1].type", "[3].tags"));
			assertNothingWritten();
		});
	}

	@Test
	void checksASingleStore() {
		this.runner.run((context) -> {
			InvalidResourceException failure = refused(
					() -> context.getBean(SequoiaTemplate.class).store(Film.of("bad", " ", "novel", 1)));
			assertThat(failure).hasMessageStartingWith(
					"The resource testmock:bad is not valid, nothing was sent: title must not be blank; type must be one of ");
			assertThat(failure.validation()).isNotNull()
				.satisfies((validation) -> assertThat(validation.keys()).containsExactly("title", "type"));
			assertNothingWritten();
		});
	}

	@Test
	void checksWhatHoldsForAResourceAsAWhole() {
		this.runner.run((context) -> assertThat(refused(() -> context.getBean(SequoiaTemplate.class)
			.resources(Rated.class)
			.store(new Rated("x", "movie", false))).violations())
			.containsExactly(new Violation(0, Ref.of("testmock", "x"), "consistent", "must be true")));
	}

	@Test
	void checksUpdates() {
		this.sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie"));
		Ref ref = Ref.of("testmock", "film");
		this.runner.run((context) -> {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			Film read = template.read(ref, Film.class);
			assertThat(refused(() -> template.update(read.withType("novel")))).hasMessageContaining("type must be one");
			assertThat(refused(() -> template.update(ref, Film.class, (film) -> film.withTitle(""))))
				.hasMessageContaining("title must not be blank");
			assertThat(refused(() -> template.resources(Film.class).update(read.withTitle(" "))))
				.hasMessageContaining("title must not be blank");
			assertThat(refused(() -> template.resources(Film.class).update(ref, (film) -> film.withType("novel"))))
				.hasMessageContaining("type must be one");
			assertNothingWritten();
			assertThat(template.update(read.withTitle("Better")).title()).isEqualTo("Better");
		});
	}

	@Test
	void checksTheReactiveTemplate() {
		this.sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie"));
		Ref ref = Ref.of("testmock", "film");
		this.runner.run((context) -> {
			ReactiveSequoiaTemplate template = context.getBean(ReactiveSequoiaTemplate.class);
			Film bad = Film.of("bad", "Bad", "novel", 1);
			refused(() -> template.store(bad).block());
			refused(() -> template.resources(Film.class).store(bad).block());
			refused(() -> template.storeAll(List.of(bad)).blockLast());
			refused(() -> template.resources(Film.class).storeAll(List.of(bad)).blockLast());
			Film read = template.read(ref, Film.class).block();
			assertThat(read).isNotNull();
			refused(() -> template.update(read.withType("novel")).block());
			refused(() -> template.update(ref, Film.class, (film) -> film.withType("novel")).block());
			assertNothingWritten();
		});
	}

	@Test
	void checksUntypedResources() {
		this.runner.run((context) -> {
			ResourceOperations<Map<String, Object>> assets = context.getBean(SequoiaTemplate.class)
				.service("metadata")
				.resources("assets");
			InvalidResourceException failure = refused(() -> assets.storeAll(List.of(
					Map.of("name", "a", "contentRef", "no ref", "custom", Map.of("fine", 1, "not fine", 2)),
					Map.of("name", "b", "type", "image", "tags", "single"), Map.of("name", "c", "type", "video"))));
			assertThat(failure.violations()).extracting(Violation::toString)
				.containsExactly("[0] testmock:a: contentRef must match [a-zA-Z0-9_-]+:[a-zA-Z0-9_-]+",
						"[0] testmock:a: custom.not fine is a key that must match [a-zA-Z0-9]+",
						"[0] testmock:a: type is required", "[1] testmock:b: tags must be a list");
			assertNothingWritten();
			assertThat(assets.store(Map.of("name", "c", "type", "video"))).containsEntry("owner", "testmock");
		});
	}

	@Test
	void checksAllCollectionsOfAMixedBatchBeforeAnyIsSent() {
		this.runner.run((context) -> {
			InvalidResourceException failure = refused(() -> context.getBean(SequoiaTemplate.class)
				.storeAll(List.<Object>of(Film.of("good", "Good", "movie", 1), new Picture("picture", null),
						Film.of("bad", "Bad", "novel", 1))));
			assertThat(failure.violations()).extracting(Violation::index, Violation::path)
				.containsExactly(tuple(1, "type"), tuple(2, "type"));
			assertThat(failure.service()).isNull();
			assertThat(failure.batch()).isNull();
			assertNothingWritten();
		});
	}

	@Test
	void tellsWhatIsWrongWithAResourceAndSendsNothing() {
		this.runner.run((context) -> assertTellsWhatIsWrong(context.getBean(SequoiaTemplate.class),
				context.getBean(ReactiveSequoiaTemplate.class)));
	}

	@Test
	void tellsWhatIsWrongWhereOthersAreNotChecked() {
		this.runner.withPropertyValues("sequoia.store.validate=false").run((context) -> {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			assertThat(template.validate(Film.of("bad", "Bad", "novel", 1))).extracting(Violation::path)
				.containsExactly("type");
		});
	}

	private void assertTellsWhatIsWrong(SequoiaTemplate template, ReactiveSequoiaTemplate reactive) {
		Film bad = Film.of("bad", " ", "novel", 0);
		List<Violation> found = template.validate(bad);
		assertThat(found).extracting(Violation::path).containsExactly("duration.minutes", "title", "type");
		assertThat(found).allSatisfy((violation) -> assertThat(violation.ref()).isEqualTo(Ref.of("testmock", "bad")));
		assertThat(template.resources(Film.class).validate(bad)).isEqualTo(found);
		assertThat(reactive.validate(bad).collectList().block()).isEqualTo(found);
		assertThat(reactive.resources(Film.class).validate(bad).collectList().block()).isEqualTo(found);
		assertThat(template.validate(Film.of(null, "Fine", "movie", 1))).isEmpty();
		assertThat(template.validate(Film.of(null, "Bad", "novel", 1))).singleElement()
			.satisfies((violation) -> assertThat(violation.ref()).as("no name is made for it").isNull());
		assertThat(template.service("metadata").resources("assets").validate(Map.of("name", "a")))
			.extracting(Violation::statement)
			.containsExactly("type is required");
		assertNothingWritten();
	}

	@Test
	void leavesEverythingToTheServerWhereItIsSwitchedOff() {
		this.runner.withPropertyValues("sequoia.store.validate=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ResourceConstraints.class);
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			assertThat(template.store(Film.of("long", "T", "movie", 0, "a", "b", "c")).tags()).hasSize(3);
			InvalidResourceException failure = refused(() -> template.store(Film.of("bad", "B", "novel", 1)));
			assertThat(failure.status()).isEqualTo(400);
			assertThat(failure.violations()).isEmpty();
			assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(2);
		});
	}

	@Test
	void usesTheValidatorOfTheApplication() {
		Validator own = Validation.byDefaultProvider()
			.configure()
			.messageInterpolator(new OwnMessages())
			.buildValidatorFactory()
			.getValidator();
		this.runner.withBean("own", Validator.class, () -> own, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(
					refused(() -> context.getBean(SequoiaTemplate.class).store(Film.of("bad", " ", "movie", 1)))
						.violations())
				.containsExactly(new Violation(0, Ref.of("testmock", "bad"), "title", "own message")));
	}

	@Test
	void usesConstraintsOfTheApplicationOnTheCallersThread() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		List<Object> checked = new ArrayList<>();
		Film film = Film.of("bad", " ", "movie", 1);
		this.runner.withBean(ResourceConstraints.class, () -> (resource, violation) -> {
			thread.set(Thread.currentThread());
			checked.add(resource);
			violation.accept("", "is not to be stored");
		}).run((context) -> {
			assertThat(refused(() -> context.getBean(SequoiaTemplate.class).store(film)).violations())
				.containsExactly(new Violation(0, Ref.of("testmock", "bad"), "", "is not to be stored"));
			assertThat(thread.get()).isSameAs(Thread.currentThread());
			assertThat(checked).containsExactly(film);
			assertNothingWritten();
		});
	}

	@Test
	void checksByTheDescriptorAloneWithoutJakartaValidation() {
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.validation", "org.hibernate.validator"))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ResourceConstraints.class);
				SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
				assertThat(refused(() -> template.store(Film.of("bad", " ", "novel", 1))).violations())
					.extracting(Violation::path)
					.containsExactly("type");
				assertThat(template.store(Film.of("blank", " ", "movie", 1)).title()).isEqualTo(" ");
			});
	}

	@Test
	void makesAValidatorOfItsOwnForTheFirstResourceOfAnApplicationWithoutOne() {
		LoadedClasses classes = new LoadedClasses();
		this.withoutValidator.withClassLoader(classes).run((context) -> {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			assertThat(classes.names).doesNotContain("org.hibernate.validator.HibernateValidator");
			assertThat(refused(() -> template.store(Film.of("bad", " ", "novel", 1))).violations())
				.extracting(Violation::statement)
				.satisfiesExactly((title) -> assertThat(title).isEqualTo("title must not be blank"),
						(type) -> assertThat(type).startsWith("type must be one of "));
			assertThat(classes.names).contains("org.hibernate.validator.HibernateValidator");
			assertThat(context).doesNotHaveBean(Validator.class);
		});
	}

	@Test
	void checksByTheDescriptorAloneWithoutAProviderOfValidation() {
		this.withoutValidator
			.withClassLoader(new FilteredClassLoader(
					new ClassPathResource("META-INF/services/jakarta.validation.spi.ValidationProvider")))
			.run((context) -> assertThat(
					refused(() -> context.getBean(SequoiaTemplate.class).store(Film.of("bad", " ", "novel", 1)))
						.violations())
				.extracting(Violation::path)
				.containsExactly("type"));
	}

	@Test
	void asksForNothingThatClientServerOrDefaultsFillIn() {
		describe("""
				{"ref":{"required":true,"readOnly":true},"owner":{"required":true},"name":{"required":true},
				 "version":{"required":true},"active":{"required":true,"default":true}}""");
		this.runner.withPropertyValues("sequoia.store.generate-names=false")
			.run((context) -> assertThat(
					context.getBean(SequoiaTemplate.class).store(Film.of(null, "Nameless", "movie", 1)).name())
				.isNotNull());
	}

	@Test
	void rulesThatAreNotUnderstoodBlockNothing() {
		describe(
				"""
						{"title":{"type":"string","typeInfo":{"pattern":"(x+x+)+y"}},"tags":{"typeInfo":{"pattern":"[unclosed"}},
						 "type":{"typeInfo":"string","allowedValueMappings":7},"duration":{"typeInfo":{"keys":{"pattern":7}}}}""");
		this.runner.run((context) -> assertThat(
				context.getBean(SequoiaTemplate.class).store(Film.of("x", "x".repeat(500), "movie", 1, "a")).title())
			.hasSize(500));
	}

	@Test
	void withoutADescriptorNothingButTheTypeIsChecked() {
		this.sandbox.faults().next(Operation.DESCRIPTOR, Fault.status(404));
		this.runner.run((context) -> {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			assertThat(refused(() -> template.store(Film.of("bad", " ", "novel", 1))).violations())
				.extracting(Violation::path)
				.containsExactly("title");
			assertNothingWritten();
			assertThat(refused(() -> template.store(Film.of("bad", "Bad", "novel", 1))).status()).isEqualTo(400);
		});
	}

	private void describe(String fields) {
		this.sandbox.faults()
			.next(Operation.DESCRIPTOR, Fault.status(200)
				.body("application/json", "{\"resourcefuls\":{\"contents\":{\"fields\":" + fields + "}}}"));
	}

	private void assertNothingWritten() {
		assertThat(this.sandbox.requests().count(Operation.STORE)).isZero();
		assertThat(this.sandbox.requests().count(Operation.UPDATE)).isZero();
	}

	private static InvalidResourceException refused(ThrowingCallable call) {
		InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class, call);
		assertThat(failure).isNotNull();
		return failure;
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @NotBlank String title, @Nullable String type,
			@Nullable @Size(max = 2) List<String> tags, @Nullable @Valid Length duration, @Nullable String version) {

		static Film of(@Nullable String name, String title, @Nullable String type, int minutes, String... tags) {
			return new Film(null, name, title, type, (tags.length > 0) ? List.of(tags) : null, new Length(minutes),
					null);
		}

		Film withTitle(String title) {
			return new Film(this.ref, this.name, title, this.type, this.tags, this.duration, this.version);
		}

		Film withType(String type) {
			return new Film(this.ref, this.name, this.title, type, this.tags, this.duration, this.version);
		}

	}

	/** A duration in JSON (ISO-8601). */
	record Length(@Positive int minutes) {

		@JsonCreator
		static Length parse(String text) {
			return new Length((int) Duration.parse(text).toMinutes());
		}

		@Override
		@JsonValue
		public String toString() {
			return Duration.ofMinutes(this.minutes).toString();
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Rated(String name, String type, @JsonIgnore boolean rated) {

		@AssertTrue
		@JsonIgnore
		public boolean isConsistent() {
			return this.rated;
		}

	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Picture(String name, @Nullable String type) {
	}

	private static final class LoadedClasses extends ClassLoader {

		private final Set<String> names = ConcurrentHashMap.newKeySet();

		LoadedClasses() {
			super(ValidationIntegrationTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			this.names.add(name);
			return super.loadClass(name, resolve);
		}

	}

	private static final class OwnMessages implements MessageInterpolator {

		@Override
		public String interpolate(String template, Context context) {
			return "own message";
		}

		@Override
		public String interpolate(String template, Context context, Locale locale) {
			return "own message";
		}

	}

}
