package io.sequoia.core.observation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import brave.handler.MutableSpan;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.observation.ObservedApplication.Spans;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The observations of operations in an application that traces.
 */
class OperationObservationsIntegrationTests {

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private ConfigurableApplicationContext context;

	private SequoiaTemplate template;

	private ReactiveSequoiaTemplate reactive;

	private ObservationRegistry registry;

	private Spans spans;

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, 250, "c%d", "Content %d");
		run(ObservedApplication.class);
	}

	private void run(Class<?> configuration, String... properties) {
		this.context = ClientApplication.run(this.sandbox, configuration,
				Stream
					.concat(Stream.of("sequoia.retry.interval=1ms", "sequoia.retry.max-interval=5ms"),
							Stream.of(properties))
					.toArray(String[]::new));
		this.template = this.context.getBean(SequoiaTemplate.class);
		this.reactive = this.context.getBean(ReactiveSequoiaTemplate.class);
		this.registry = this.context.getBean(ObservationRegistry.class);
		this.spans = this.context.getBean(Spans.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@Test
	void everyRequestOfAnOperationBelongsToItsTrace() {
		this.sandbox.faults().next(2, Operation.READ, Fault.status(503));
		this.template.read(ref(), Content.class);
		MutableSpan operation = this.spans.operations().reduce((one, other) -> null).orElseThrow();
		assertThat(operation.name()).isEqualTo("sequoia read metadata/contents");
		assertThat(operation.parentId()).isNull();
		assertThat(this.sandbox.requests().counts()).containsEntry(Operation.REGISTRY, 1L)
			.containsEntry(Operation.TOKEN, 1L)
			.containsEntry(Operation.DESCRIPTOR, 1L)
			.containsEntry(Operation.READ, 3L);
		assertThat(this.sandbox.requests().all())
			.allMatch((request) -> traceparent(request).startsWith("00-" + operation.traceId()));
		assertThat(this.spans.requests()).hasSize(6).allMatch((span) -> isWithin(span, operation));
		assertThat(this.sandbox.requests().all()).extracting((request) -> traceparent(request).split("-")[2])
			.containsExactlyInAnyOrderElementsOf(this.spans.requests().map(MutableSpan::id).toList());
	}

	@Test
	void linesOfRequestsHaveTheIdsOfTheirSpans() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.sequoia.http.requests");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.setLevel(Level.DEBUG);
		logger.addAppender(lines);
		try {
			this.sandbox.faults().next(Operation.READ, Fault.status(503));
			this.template.read(ref(), Content.class);
			this.reactive.browse(Criteria.all(), Content.class).flux().blockLast();
		}
		finally {
			logger.detachAppender(lines);
			logger.setLevel(null);
		}
		assertThat(lines.list).hasSize(8)
			.extracting(
					(line) -> line.getMDCPropertyMap().get("traceId") + " " + line.getMDCPropertyMap().get("spanId"))
			.containsExactlyInAnyOrderElementsOf(
					this.spans.requests().map((span) -> span.traceId() + " " + span.id()).toList());
		assertThat(MDC.get("traceId")).isNull();
	}

	@Test
	void attemptsAreChildrenOfTheOperation() {
		this.template.read(ref(), Content.class);
		this.sandbox.faults().next(2, Operation.READ, Fault.reset());
		this.template.find(ref(), Content.class);
		MutableSpan find = this.spans.operations()
			.filter((span) -> span.name().contains("find"))
			.findAny()
			.orElseThrow();
		assertThat(this.spans.requests().filter((span) -> find.id().equals(span.parentId()))).hasSize(3);
	}

	@Test
	void observationOfTheWaitingThreadIsTheParent() {
		Observation around = Observation.start("around", this.registry);
		around.scoped(() -> {
			this.template.read(ref(), Content.class);
			try (Stream<Content> contents = this.template.browse(Criteria.all(), Content.class).stream()) {
				assertThat(contents).hasSize(250);
			}
		});
		around.stop();
		assertThat(this.spans.operations()).extracting(MutableSpan::parentId)
			.containsExactly(idOf("around"), idOf("around"));
		assertThat(traceIds()).hasSize(1);
	}

	@Test
	void requestsAreBelowTheirOperationAlsoWhereTheCallerIsObserved() {
		Observation around = Observation.start("around", this.registry);
		around.scoped(() -> {
			this.template.read(ref(), Content.class);
			this.reactive.find(ref(), Content.class).block();
			Flux.range(0, 3).flatMap((i) -> this.reactive.find(ref(), Content.class)).blockLast();
			try (Stream<Content> contents = this.template.browse(Criteria.all(), Content.class).stream()) {
				assertThat(contents).hasSize(250);
			}
			assertThat(this.registry.getCurrentObservation()).isSameAs(around);
		});
		around.stop();
		List<MutableSpan> operations = this.spans.operations().toList();
		assertThat(operations).hasSize(6).extracting(MutableSpan::parentId).containsOnly(idOf("around"));
		assertThat(this.spans.requests()).hasSizeGreaterThan(9)
			.allMatch((request) -> operations.stream().anyMatch((operation) -> isWithin(request, operation)));
	}

	@Test
	void streamIsOfTheTraceOfItsThreadAlsoWithAutomaticPropagation() {
		Observation around = Observation.start("around", this.registry);
		Hooks.enableAutomaticContextPropagation();
		try {
			around.scoped(() -> {
				try (Stream<Content> contents = this.template.browse(Criteria.all(), Content.class).stream()) {
					assertThat(contents).hasSize(250);
				}
			});
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
		around.stop();
		assertThat(this.spans.operations()).extracting(MutableSpan::parentId).containsExactly(idOf("around"));
	}

	@Test
	void observationOfTheSubscriberIsTheParent() {
		Observation around = Observation.start("around", this.registry);
		this.reactive.read(ref(), Content.class)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, around))
			.block();
		around.stop();
		assertThat(this.spans.operations()).extracting(MutableSpan::parentId).containsExactly(idOf("around"));
		assertThat(traceIds()).hasSize(1);
	}

	@Test
	void everyOperationHasATraceOfItsOwnAndOneForAllOfItsPages() {
		this.template.read(ref(), Content.class);
		this.sandbox.requests().clear();
		assertThat(this.template.browse(Criteria.all(), Content.class).list()).hasSize(250);
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
		assertThat(traceIds()).hasSize(1);
		this.template.read(ref(), Content.class);
		assertThat(traceIds()).hasSize(2);
	}

	@Test
	void traceHasTheCorrelationIdAndMetersHaveNot() {
		this.template.with(RequestOptions.builder().correlationId("c/1").build()).read(ref(), Content.class);
		assertThat(this.spans.operations()).singleElement()
			.satisfies((span) -> assertThat(span.tags()).containsEntry("correlation.id", "c/1")
				.containsEntry("service", "metadata")
				.containsEntry("resource", "contents")
				.containsEntry("operation", "read")
				.containsEntry("outcome", "SUCCESS"));
		assertThat(this.context.getBean(MeterRegistry.class).get("sequoia.client.operations").timer().getId().getTags())
			.extracting(Tag::getKey)
			.containsExactlyInAnyOrder("service", "resource", "operation", "outcome", "error");
	}

	@Test
	void spanOfAFailedOperationHasItsError() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> this.template.read(Ref.of(this.sandbox.owner(), "absent"), Content.class));
		assertThat(this.spans.operations()).singleElement().satisfies((span) -> {
			assertThat(span.error()).isInstanceOf(ResourceNotFoundException.class);
			assertThat(span.tags()).containsEntry("outcome", "CLIENT_ERROR");
		});
	}

	@Test
	void requestsKeepTheirCallerWhereOperationsAreNotObserved() {
		this.context.close();
		run(ObservedApplication.class, "management.observations.enable.sequoia=false");
		Observation around = Observation.start("around", this.registry);
		this.reactive.read(ref(), Content.class)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, around))
			.block();
		around.stop();
		assertThat(this.spans.operations()).isEmpty();
		assertThat(this.spans.requests()).hasSize(4);
		assertThat(traceIds()).hasSize(1);
	}

	@Test
	void applicationNamesOperationsItsWay() {
		this.context.close();
		run(Renamed.class);
		this.template.read(ref(), Content.class);
		assertThat(this.spans.all()).extracting(MutableSpan::name).contains("custom read");
		assertThat(this.context.getBean(MeterRegistry.class)
			.get("sequoia.client.operations")
			.tag("owner", this.sandbox.owner())
			.tag("outcome", "SUCCESS")
			.timer()
			.count()).isOne();
	}

	private boolean isWithin(MutableSpan span, MutableSpan operation) {
		Map<String, MutableSpan> byId = this.spans.all()
			.stream()
			.collect(Collectors.toMap(MutableSpan::id, Function.identity()));
		MutableSpan current = span;
		while (current != null && current != operation) {
			current = byId.get(current.parentId());
		}
		return current == operation;
	}

	private String idOf(String name) {
		return this.spans.all().stream().filter((span) -> span.name().equals(name)).findAny().orElseThrow().id();
	}

	private Set<String> traceIds() {
		return this.sandbox.requests()
			.all()
			.stream()
			.map((request) -> traceparent(request).split("-")[1])
			.collect(Collectors.toSet());
	}

	private static String traceparent(LoggedRequest request) {
		return request.header("traceparent");
	}

	private Ref ref() {
		return Ref.of(this.sandbox.owner(), "c1");
	}

	@Configuration(proxyBeanMethods = false)
	static class Renamed extends ObservedApplication {

		@Bean
		SequoiaOperationObservationConvention convention() {
			return new DefaultSequoiaOperationObservationConvention() {

				@Override
				public String getContextualName(SequoiaOperationObservationContext context) {
					return "custom " + context.getOperation();
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(SequoiaOperationObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("owner", context.getOwner());
				}

			};
		}

	}

}
