package io.sequoia.sample.documented;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static io.sequoia.sample.documented.DocumentedApplication.call;
import static io.sequoia.sample.documented.ReadmeIntegrationTests.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

/**
 * The examples of {@code docs/first-steps.md} do what the page says, with the types of
 * the README.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstStepsPageIntegrationTests {

	private final SequoiaTemplate sequoia = bean(SequoiaTemplate.class);

	private final DocumentedBlocks page = DocumentedBlocks.of("docs/first-steps.md").given("sequoia", this.sequoia);

	private Object films;

	@BeforeEach
	void makeFilms() throws Exception {
		this.films = ReadmeIntegrationTests.films(this.page, this.sequoia);
	}

	@Test
	void findsWhatTheCriteriaSay() throws Exception {
		assertThat(this.page.run("textSearch(\"dragons\")").get("films")).asInstanceOf(LIST)
			.extracting("title")
			.contains("Here Be Small Dragons")
			.isSorted();
	}

	@Test
	void bringsThePicturesAlong() throws Exception {
		Map<String, Object> found = this.page.run("Criteria withPictures");
		assertThat(found.get("films")).asInstanceOf(LIST).hasSize(20);
		assertThat(found.get("howMany")).asInstanceOf(LONG).isGreaterThan(100);
		assertThat(found.get("pictures")).asInstanceOf(LIST).isNotEmpty();
	}

	@Test
	void streamsTitles() throws Exception {
		Flux<?> titles = (Flux<?>) this.page.given("reactive", bean(ReactiveSequoiaTemplate.class))
			.run("Flux<String> titles")
			.get("titles");
		assertThat(titles.collectList().block()).hasSizeGreaterThan(100);
	}

	@Test
	void tellsConflicts(CapturedOutput output) throws Exception {
		Logger logger = LoggerFactory.getLogger(FirstStepsPageIntegrationTests.class);
		Object film = call(this.films, "add", "Contended");
		Ref ref = call(film, "ref");
		renamed(this.films, ref, "Changed");
		this.page.given("film", film).given("logger", logger);

		this.page.run("catch (VersionConflictException ex)");
		assertThat(output).contains(ref + " was changed or deleted by somebody else");

		this.sequoia.delete(ref, film.getClass());
		this.page.run("catch (VersionConflictException ex)");
		assertThat(output.getOut().split(ref + " was changed or deleted")).hasSize(3);
	}

}
