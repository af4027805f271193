package io.sequoia.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.VersionConflictException;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ResourcesWrittenEvent.Written;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The events of the application after writes.
 */
@ExtendWith(OutputCaptureExtension.class)
class WriteEventsIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@AutoClose
	private static final ClientApplication application = ClientApplication.on(
			SequoiaSandbox.builder().emptyCatalogue().furtherOwners("second"), Audit.class, "sequoia.batch.size=2",
			"sequoia.batch.concurrency=1", "sequoia.retry.max-attempts=2", "sequoia.retry.interval=1ms",
			"sequoia.retry.budget.enabled=false");

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaTemplate template = application.template();

	private static final ReactiveSequoiaTemplate reactive = application.reactive();

	private static final Audit audit = application.bean(Audit.class);

	@BeforeEach
	void prepare() {
		sandbox.clear();
		sandbox.faults().clear();
		audit.events.clear();
		audit.threads.clear();
		audit.mdc.clear();
		audit.failure = null;
	}

	@Test
	void eachSingleWriteIsToldWithRefVersionAndCorrelationId() {
		SequoiaTemplate marked = template.with(RequestOptions.builder().correlationId("audit-1").build());
		Film stored = marked.store(new Film(null, "testmock", "film", "Film", "movie", null));
		Film updated = marked.update(new Film(FILM, "testmock", "film", "Changed", "movie", stored.version()));
		marked.delete(FILM, Film.class);
		assertThat(audit.events).containsExactly(event(Kind.STORED, "audit-1", new Written(FILM, stored.version())),
				event(Kind.UPDATED, "audit-1", new Written(FILM, updated.version())),
				event(Kind.DELETED, "audit-1", new Written(FILM, null)));
		assertThat(audit.threads).containsOnly(Thread.currentThread().getName());
	}

	@Test
	void reactiveWritesAreToldOnAThreadThatMayBlockBeforeTheyEnd() {
		reactive.store(new Film(null, "testmock", "film", "Film", "movie", null))
			.doOnNext((stored) -> assertThat(audit.events).hasSize(1))
			.block();
		reactive.update(FILM, Film.class, (film) -> film.titled("Changed")).block();
		reactive.delete(FILM, Film.class).block();
		assertThat(audit.events).extracting(ResourcesWrittenEvent::kind)
			.containsExactly(Kind.STORED, Kind.UPDATED, Kind.DELETED);
		assertThat(audit.events).allMatch((event) -> event.correlationId() != null);
		assertThat(audit.blocked).isFalse();
	}

	@Test
	void batchIsToldByTheRequestsThatWereApplied() {
		List<Film> films = films(5);
		template.storeAll(films);
		assertThat(audit.events).hasSize(3).allMatch((event) -> event.kind() == Kind.STORED);
		assertThat(audit.events.stream().flatMap((event) -> event.resources().stream())).extracting(Written::ref)
			.containsExactlyElementsOf(films.stream().map((film) -> Ref.of("testmock", film.name())).toList());
		assertThat(audit.events.stream().flatMap((event) -> event.resources().stream()))
			.allMatch((written) -> written.version() != null);
		audit.events.clear();
		template.storeAll(films.stream());
		assertThat(audit.events).hasSize(3);
		audit.events.clear();
		reactive.storeAll(Flux.fromIterable(films)).blockLast();
		assertThat(audit.events).hasSize(3);
		audit.events.clear();
		template.deleteAll(films.stream().map((film) -> Ref.of("testmock", film.name())).toList(), Film.class);
		assertThat(audit.events).hasSize(3).allMatch((event) -> event.kind() == Kind.DELETED);
	}

	@Test
	void partsOfAFailedBatchAreTold() {
		sandbox.faults().next(Operation.STORE, Fault.none()).next(Operation.STORE, Fault.status(403));
		assertThat(catchThrowable(() -> template.storeAll(films(5)))).isInstanceOf(SequoiaFailure.class);
		assertThat(audit.events).singleElement().satisfies((event) -> assertThat(event.resources()).hasSize(2));
	}

	@Test
	void untypedWritesAndOtherTenantsAreTold() {
		template.with(RequestOptions.builder().owner("second").build())
			.service("metadata")
			.resources("contents")
			.store(Map.of("owner", "second", "name", "film", "title", "Film", "type", "movie"));
		assertThat(audit.events).singleElement().satisfies((event) -> {
			assertThat(event.owner()).isEqualTo("second");
			assertThat(event.resources()).singleElement()
				.satisfies((written) -> assertThat(written.version()).isNotNull());
		});
	}

	@Test
	void writesThatFailOrChangeNothingAreNotTold() {
		sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie"));
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> template.update(new Film(FILM, "testmock", "film", "Film", "movie", "other")));
		template.delete(Ref.of("testmock", "absent"), Film.class);
		template.find(FILM, Film.class);
		sandbox.faults().next(2, Operation.STORE, Fault.reset().afterApplying());
		assertThat(catchThrowable(() -> template.store(new Film(null, "testmock", "film", "Film", "movie", null))))
			.isNotNull()
			.isNotInstanceOf(OutcomeUnknownException.class);
		assertThat(audit.events).isEmpty();
	}

	@Test
	void writeThatWasRepeatedIsToldOnce() {
		sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
		template.store(new Film(null, "testmock", "film", "Film", "movie", null));
		assertThat(audit.events).hasSize(1);
	}

	@Test
	void listenersAndTheLineOfTheirFailureHaveTheIdInTheLoggingContext() {
		List<String> lines = new CopyOnWriteArrayList<>();
		Appender<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent line) {
				lines.add(line.getMDCPropertyMap().get("correlationId"));
			}

		};
		Logger logger = (Logger) LoggerFactory.getLogger(WriteEvents.class);
		appender.start();
		logger.addAppender(appender);
		audit.failure = new IllegalStateException("The audit log is full");
		template.store(new Film(null, "testmock", "film", "Film", "movie", null));
		reactive.delete(FILM, Film.class).block();
		logger.detachAppender(appender);
		List<String> ids = audit.events.stream().map(ResourcesWrittenEvent::correlationId).toList();
		assertThat(ids).hasSize(2).doesNotContainNull();
		assertThat(audit.mdc).isEqualTo(ids);
		assertThat(lines).isEqualTo(ids);
		assertThat(MDC.get("correlationId")).isNull();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void listenerThatFailsFailsNoWrite(Throwable failure, CapturedOutput output) {
		audit.failure = failure;
		assertThat(template.store(new Film(null, "testmock", "film", "Film", "movie", null)).version()).isNotNull();
		assertThat(reactive.delete(FILM, Film.class).block(Duration.ofSeconds(30))).isTrue();
		assertThat(output).contains("A listener of writes failed; 1 resources of metadata/contents were written");
	}

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("The audit log is full"), new NoClassDefFoundError("missing/AuditLog"),
				new AssertionError("not as expected"));
	}

	private static List<Film> films(int number) {
		return IntStream.range(0, number)
			.mapToObj((i) -> new Film(null, "testmock", "film" + i, "Film", "movie", null))
			.toList();
	}

	private static ResourcesWrittenEvent event(Kind kind, String correlationId, Written... written) {
		return new ResourcesWrittenEvent(kind, "metadata", "contents", "testmock", Stream.of(written).toList(),
				correlationId, null);
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, String owner, String name, String title, String type, @Nullable String version) {

		Film titled(String other) {
			return new Film(this.ref, this.owner, this.name, other, this.type, this.version);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Audit {

		private final List<ResourcesWrittenEvent> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final List<String> mdc = new CopyOnWriteArrayList<>();

		private volatile boolean blocked;

		private volatile @Nullable Throwable failure;

		@EventListener
		void on(ResourcesWrittenEvent event) {
			this.events.add(Objects.requireNonNull(event));
			this.threads.add(Thread.currentThread().getName());
			this.mdc.add(String.valueOf(MDC.get("correlationId")));
			this.blocked |= Schedulers.isInNonBlockingThread();
			Throwable failing = this.failure;
			if (failing instanceof Error error) {
				throw error;
			}
			if (failing instanceof RuntimeException exception) {
				throw exception;
			}
		}

	}

}
