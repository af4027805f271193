package io.sequoia.autoconfigure.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.IfMatch;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answers of web applications (Spring MVC and WebFlux) to requests that fail because
 * of the platform or the caller.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemDetailsIntegrationTests {

	@Parameter
	WebApplicationType type;

	private final HttpClient client = HttpClient.newHttpClient();

	private SequoiaSandbox sandbox;

	private ConfigurableApplicationContext context;

	@BeforeParameterizedClassInvocation
	void start() {
		this.sandbox = SequoiaSandbox.builder().start();
		this.context = run("sequoia.web.problem-details=true");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@AfterEach
	void clearFaults() {
		this.sandbox.faults().clear();
	}

	private ConfigurableApplicationContext run(String... properties) {
		String[] always = ClientApplication.connected(this.sandbox, "sequoia.retry.enabled=false",
				"sequoia.store.generate-names=false");
		return ClientApplication.serve(this.type, Application.class,
				StringUtils.concatenateStringArrays(always, properties));
	}

	@Test
	void tellsThatNothingIsThere() throws Exception {
		JsonNode problem = problem(get("/films/testmock:none"), 404);

		assertThat(problem.path("correlationId").asString()).isNotEmpty();
		assertThat(problem.path("detail").asString()).contains("testmock:none");
	}

	@ParameterizedTest
	@CsvSource({ "503, 503", "500, 503", "403, 502", "429, 503" })
	void tellsNoDetailOfWhatThePlatformAnswers(int status, int answered) throws Exception {
		this.sandbox.faults().next(Operation.READ, Fault.status(status));

		JsonNode problem = problem(get("/films/testmock:paper-lions"), answered);

		assertThat(problem.path("detail").asString()).isEqualTo("The platform failed to answer");
		assertThat(problem.path("correlationId").asString()).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 503 })
	void passesTheTimeToWaitOn(int status) throws Exception {
		this.sandbox.faults().next(Operation.READ, Fault.status(status).header(HttpHeaders.RETRY_AFTER, "77"));

		HttpResponse<String> response = get("/films/testmock:paper-lions");

		assertThat(response.headers().firstValue(HttpHeaders.RETRY_AFTER)).hasValue("77");
	}

	@Test
	void asksToLookWhetherAChangeWasMadeOnlyWhereItCannotBeKnown() throws Exception {
		this.sandbox.faults().next(Operation.STORE, Fault.reset());

		JsonNode problem = problem(put("/nameless", null, "{}"), 502);

		assertThat(problem.path("detail").asString()).contains("check before you repeat it");
	}

	@Test
	void namesWhatIsWrongWithAResource() throws Exception {
		JsonNode problem = problem(put("/invalid", null, "{}"), 400);

		assertThat(problem.path("violations").toString()).contains("type must match");
		assertThat(problem.path("invalid").toString()).contains("type");
	}

	@Test
	void changesTheVersionThatTheCallerDemands() throws Exception {
		HttpResponse<String> read = get("/films/testmock:paper-lions");
		String tag = read.headers().firstValue(HttpHeaders.ETAG).orElseThrow();

		HttpResponse<String> changed = put("/films/testmock:paper-lions", tag, "{\"title\":\"Tin Lions\"}");
		JsonNode conflict = problem(put("/films/testmock:paper-lions", tag, "{\"title\":\"Lead Lions\"}"), 412);

		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(changed.headers().firstValue(HttpHeaders.ETAG)).isPresent()
			.isNotEqualTo(read.headers().firstValue(HttpHeaders.ETAG));
		assertThat(conflict.path("correlationId").asString()).isNotEmpty();
		assertThat(get("/films/testmock:paper-lions").body()).contains("Tin Lions");
	}

	@Test
	void demandsTheVersionOfAChange() throws Exception {
		JsonNode problem = problem(put("/films/testmock:paper-lions", null, "{\"title\":\"x\"}"), 428);

		assertThat(problem.path("detail").asString()).contains("If-Match");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "W/\"7\"", "\"7\", \"8\"", "7", "\"\"" })
	void refusesWhatIsNoVersion(String header) throws Exception {
		JsonNode problem = problem(put("/films/testmock:paper-lions", header, "{\"title\":\"x\"}"), 400);

		assertThat(problem.path("detail").asString()).isEqualTo("If-Match must contain one version in quotes");
	}

	@ParameterizedTest
	@CsvSource({ "page=x, page", "page=-1, page", "page=99999999999, page", "size=0, size", "size=-5, size",
			"size=2001, size", "size=many, size", "sort=nothing, nothing" })
	void refusesPagesThatCannotBe(String query, String named) throws Exception {
		JsonNode problem = problem(get("/films?" + query), 400);

		assertThat(problem.path("detail").asString()).contains(named);
	}

	@Test
	void answersPagesThatCanBe() throws Exception {
		assertThat(JsonMapper.shared().readTree(get("/films?page=1&size=2&sort=title,desc").body())).hasSize(2);
		assertThat(JsonMapper.shared().readTree(get("/films").body())).hasSize(20);
	}

	@Test
	void yieldsToAnAdviceOfTheApplication() throws Exception {
		assertThat(get("/own").body()).isEqualTo("own");
		assertThat(get("/own").statusCode()).isEqualTo(418);
	}

	@Test
	void staysOutUnlessItIsAskedFor() throws Exception {
		try (ConfigurableApplicationContext plain = run()) {
			HttpResponse<String> response = send(plain, "GET", "/films/testmock:none", null, null);

			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(send(plain, "GET", "/films?page=x", null, null).statusCode())
				.isEqualTo((this.type == WebApplicationType.SERVLET) ? 200 : 500);
		}
	}

	private JsonNode problem(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElseThrow())
			.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		JsonNode problem = JsonMapper.shared().readTree(response.body());
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		return problem;
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(this.context, "GET", path, null, null);
	}

	private HttpResponse<String> put(String path, @Nullable String ifMatch, String body) throws Exception {
		return send(this.context, "PUT", path, ifMatch, body);
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path,
			@Nullable String ifMatch, @Nullable String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(ClientApplication.address(context, path))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		if (ifMatch != null) {
			request.header(HttpHeaders.IF_MATCH, ifMatch);
		}
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String version,
			@Pattern(regexp = "[a-z]*") @Nullable String type, String title) {
	}

	interface FilmRepository extends SequoiaRepository<Film> {

		Slice<Film> findByType(String type, Pageable page);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true)
	static class Application {

		@Bean
		FilmController films(SequoiaTemplate sequoia, FilmRepository repository) {
			return new FilmController(sequoia, repository);
		}

		/**
		 * Run the controllers on other threads, since they block and WebFlux's event
		 * loops must not.
		 */
		@Bean
		WebFluxConfigurer blockingControllers() {
			return new WebFluxConfigurer() {

				@Override
				public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
					configurer.setExecutor(new SimpleAsyncTaskExecutor("controller-"));
				}

			};
		}

		/**
		 * Create separate event loops, since the global ones would end with the first
		 * application.
		 */
		@Bean
		ReactorResourceFactory eventLoops() {
			ReactorResourceFactory own = new ReactorResourceFactory();
			own.setUseGlobalResources(false);
			return own;
		}

		@Bean
		OwnAdvice ownAdvice() {
			return new OwnAdvice();
		}

	}

	@RestController
	static class FilmController {

		private final SequoiaTemplate sequoia;

		private final FilmRepository repository;

		FilmController(SequoiaTemplate sequoia, FilmRepository repository) {
			this.sequoia = sequoia;
			this.repository = repository;
		}

		@GetMapping("/films")
		List<Film> list(Pageable page) {
			return this.repository.findByType("movie", page).getContent();
		}

		@GetMapping("/films/{ref}")
		ResponseEntity<Film> read(@PathVariable Ref ref) {
			Film film = this.sequoia.read(ref, Film.class);
			return ResponseEntity.ok().eTag(film.version()).body(film);
		}

		@PutMapping("/films/{ref}")
		ResponseEntity<Film> change(@PathVariable Ref ref, @RequestHeader(HttpHeaders.IF_MATCH) IfMatch ifMatch,
				@RequestBody Map<String, String> changes) {
			Film film = this.sequoia
				.update(new Film(ref, ref.name(), ifMatch.version(), "movie", changes.get("title")));
			return ResponseEntity.ok().eTag(film.version()).body(film);
		}

		@PutMapping("/nameless")
		void nameless() {
			this.sequoia.store(new Film(null, null, null, "movie", "Nameless"));
		}

		@PutMapping("/invalid")
		void invalid() {
			this.sequoia.store(new Film(null, "oddly-typed", null, "Odd Type", "Odd"));
		}

		@GetMapping("/own")
		void own() {
			throw new OwnException();
		}

	}

	static class OwnException extends io.sequoia.ResourceNotFoundException {

		private static final long serialVersionUID = 1L;

		OwnException() {
			super("own", io.sequoia.SequoiaFailure.Details.NONE, null);
		}

	}

	@RestControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class OwnAdvice {

		@ExceptionHandler
		ResponseEntity<String> own(OwnException failure) {
			return ResponseEntity.status(418).body(failure.getMessage());
		}

	}

}
