package io.sequoia.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.contract.Proves;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notFound;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Criteria that the filters of a service's descriptor do not support (docs/protocol.md,
 * sections 3 and 6).
 */
@ExtendWith(OutputCaptureExtension.class)
class DescribedFiltersIntegrationTests {

	private static final String DESCRIPTOR = """
			{"resourcefuls":{"contents":{
			 "filters":{"q":{"name":"q","text":true},
			  "withTitle":{"fieldNamePath":"title","and":true,"or":true,"prefix":true},
			  "withCreatedAt":{"fieldNamePath":"createdAt","or":true,"range":true},
			  "withActive":{"fieldNamePath":"active"}},
			 "relationships":{"assets":{"type":"indirect","resourceType":"assets","filterName":"withContentRef"}}},
			 "assets":{"filters":{"q":{"name":"q"},"withType":{"fieldNamePath":"type","or":true}}},
			 "people":{}}}""";

	private static final Criteria UNKNOWN = where(field("releaseYear").greaterThan(2020));

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@BeforeEach
	void serve() {
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(okJson(DESCRIPTOR)));
		for (String collection : List.of("contents", "assets", "people")) {
			server.stubFor(get(urlPathEqualTo("/data/" + collection))
				.willReturn(okJson("{\"meta\":{\"totalCount\":0},\"" + collection + "\":[]}")));
		}
	}

	static Stream<Arguments> doubtful() {
		return Stream.of(Arguments.of(UNKNOWN,
				"The filter 'withReleaseYear' of 'contents' of the service 'metadata' is not in the"
						+ " service's descriptor; those of 'contents' are q, withActive, withCreatedAt, withTitle"),
				Arguments.of(where(field("title").between("a", "b")),
						"'withTitle' of 'contents' of the service 'metadata' takes no ranges ('/') by the service's"
								+ " descriptor: it takes single values, all of several ('&&'), one of several ('||'),"
								+ " beginnings ('*' at the end)"),
				Arguments.of(where(field("title").lessThan("b")), "takes no ranges ('/')"),
				Arguments
					.of(where(field("createdAt").startsWith("2014")), "'withCreatedAt' of 'contents' of the service"
							+ " 'metadata' takes no beginnings ('*' at the end) by the service's descriptor: it takes single"
							+ " values, one of several ('||'), ranges ('/')"),
				Arguments.of(where(field("createdAt").allOf("a", "b")), "takes no all of several ('&&')"),
				Arguments.of(where(field("active").oneOrMoreOf("a", "b")), "takes no one of several ('||')"),
				Arguments.of(where(field("active").equalTo(Field.expression("a||b"))),
						"takes no one of several ('||')"),
				Arguments.of(Criteria.all().include(resource("assets")).and(field("assets.name").equalTo("a")),
						"'assets.name' of 'contents' of the service 'metadata' is not in the service's descriptor;"
								+ " those of 'assets' are q, withType"),
				Arguments.of(Criteria.all().intersect("assets", where(field("type").startsWith("im"))),
						"'assets.withType' of 'contents' of the service 'metadata' takes no beginnings"),
				Arguments.of(Criteria.all().intersect("assets", Criteria.all().and(textSearch("x"))),
						"takes no words to search for"));
	}

	@ParameterizedTest
	@MethodSource("doubtful")
	@Proves("6 described filters")
	void sendsWhatTheDescriptorDoesNotSayAndTellsItOnce(Criteria criteria, String told, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			template.browse(criteria, Content.class).list();
			template.count(criteria, Content.class);
			ReactiveSequoiaTemplate reactive = context.getBean(ReactiveSequoiaTemplate.class);
			reactive.browse(criteria, Content.class).list().block();
			reactive.count(criteria, Content.class).block();
		}
		assertThat(output.getOut().split(told.replaceAll("([^A-Za-z0-9 ])", "\\\\$1"), -1)).as(output.getOut())
			.hasSize(2);
		assertThat(output).contains("WARN", "It is sent anyway", "correlation id");
		server.verify(4, getRequestedFor(urlPathEqualTo("/data/contents")));
	}

	@ParameterizedTest
	@MethodSource("doubtful")
	@Proves("6 described filters")
	void refusesItBeforeTheRequestWhereCriteriaAreStrict(Criteria criteria, String told) {
		try (ConfigurableApplicationContext context = run("sequoia.criteria.strict=true")) {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			ReactiveSequoiaTemplate reactive = context.getBean(ReactiveSequoiaTemplate.class);
			Stream
				.<Runnable>of(() -> template.browse(criteria, Content.class).list(),
						() -> template.count(criteria, Content.class),
						() -> template.service("metadata").resources("contents").browse(criteria).page(),
						() -> reactive.browse(criteria, Content.class).flux().blockLast(),
						() -> reactive.count(criteria, Content.class).block())
				.forEach((call) -> assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(call::run)
					.withMessageContaining(told)
					.withMessageContaining("sequoia.criteria.strict"));
		}
		server.verify(0, getRequestedFor(urlPathEqualTo("/data/contents")));
	}

	@Test
	void saysNothingOfWhatIsDescribed(CapturedOutput output) {
		Criteria described = where(field("title").startsWith("a")).and(field("title").allOf("a", "b"))
			.and(field("title").notEqualTo("c"))
			.and(field("title").exists())
			.and(field("createdAt").between(Instant.EPOCH, Instant.now()))
			.and(field("createdAt").notExists())
			.and(field("active").equalTo(true))
			.and(textSearch("a/b && c*"))
			.include(resource("assets"))
			.and(field("assets.type").oneOrMoreOf("image", "video"))
			.param("anything", "else");
		try (ConfigurableApplicationContext context = run("sequoia.criteria.strict=true")) {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			template.browse(described, Content.class).list();
			template.service("metadata").resources("people").browse(UNKNOWN).list();
		}
		assertThat(output).doesNotContain("sequoia.criteria.strict").doesNotContain("The filter");
	}

	@Test
	void saysNothingOfAServiceWithoutADescriptor(CapturedOutput output) {
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(notFound()));
		try (ConfigurableApplicationContext context = run("sequoia.criteria.strict=true")) {
			assertThat(context.getBean(SequoiaTemplate.class)
				.service("metadata")
				.resources("contents")
				.browse(UNKNOWN)
				.list()).isEqualTo(List.<Map<String, Object>>of());
		}
		assertThat(output).doesNotContain("The filter");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return ClientApplication.runAt(server.baseUrl(), properties);
	}

	@Test
	void namesALimitedNumberOfFilters() {
		Map<String, Filter> filters = IntStream.range(0, 100_000)
			.mapToObj((i) -> new Filter("f" + i, null, null, false, false, false, false, false))
			.collect(Collectors.toMap(Filter::name, Function.identity()));
		ResourceDescriptor contents = new ResourceDescriptor("/data", "content", "contents", "contents", 100, 100,
				Map.of(), filters, Map.of());
		FilterRules rules = new FilterRules(
				new ServiceDescriptor("metadata", null, Map.of("contents", contents), Map.of(), true), contents);
		assertThat(rules.doubts(where(field("type").equalTo("movie")))).singleElement()
			.asString()
			.endsWith(" and 99800 more")
			.hasSizeLessThan(3_000);
	}

}
