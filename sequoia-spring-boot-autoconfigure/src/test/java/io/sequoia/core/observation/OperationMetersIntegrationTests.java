package io.sequoia.core.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ReactiveServiceOperations;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The meters of operations in an application that has a registry of meters.
 */
class OperationMetersIntegrationTests {

	private static final int CONTENTS = 250;

	private static final String PATH = "/data/contents?owner={owner}&perPage=1";

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.retry.interval=1ms",
			"sequoia.retry.max-interval=5ms");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaTemplate template = this.application.template();

	private final ReactiveSequoiaTemplate reactive = this.application.reactive();

	private final MeterRegistry meters = this.application.bean(MeterRegistry.class);

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, CONTENTS, "c%d", "Content %d");
	}

	@Test
	void eachOperationOfTheBlockingTemplateIsOne() {
		this.template.read(ref(1), Content.class);
		this.template.find(ref(1), Content.class);
		this.template.readAll(refs(CONTENTS), Content.class);
		this.template.browse(Criteria.all(), Content.class).list();
		this.template.count(Criteria.all(), Content.class);
		this.template.store(content("one"));
		this.template.storeAll(Stream.iterate(0, (i) -> i + 1).limit(250).map((i) -> content("s" + i)).toList());
		this.template.update(this.template.read(ref(2), Content.class).withTitle("Changed"));
		this.template.update(ref(3), Content.class, (content) -> content.withTitle("Changed"));
		this.template.delete(ref(4), Content.class);
		this.template.deleteAll(refs(CONTENTS), Content.class);
		ServiceOperations service = this.template.service("metadata");
		service.registration();
		service.descriptor();
		service.get(PATH, String.class, this.sandbox.owner());
		assertEachOperationWasOne();
	}

	@Test
	void eachOperationOfTheReactiveTemplateIsOne() {
		this.reactive.read(ref(1), Content.class).block();
		this.reactive.find(ref(1), Content.class).block();
		this.reactive.readAll(refs(CONTENTS), Content.class).blockLast();
		this.reactive.browse(Criteria.all(), Content.class).flux().blockLast();
		this.reactive.count(Criteria.all(), Content.class).block();
		this.reactive.store(content("one")).block();
		this.reactive.storeAll(Stream.iterate(0, (i) -> i + 1).limit(250).map((i) -> content("s" + i)).toList())
			.blockLast();
		this.reactive.read(ref(2), Content.class)
			.flatMap((content) -> this.reactive.update(content.withTitle("Changed")))
			.block();
		UnaryOperator<Content> change = (content) -> content.withTitle("Changed");
		this.reactive.update(ref(3), Content.class, change).block();
		this.reactive.delete(ref(4), Content.class).block();
		this.reactive.deleteAll(refs(CONTENTS), Content.class).block();
		ReactiveServiceOperations service = this.reactive.service("metadata");
		service.registration().block();
		service.descriptor().block();
		service.get(PATH, String.class, this.sandbox.owner()).block();
		assertEachOperationWasOne();
	}

	private void assertEachOperationWasOne() {
		assertThat(operations()).containsExactlyInAnyOrder("metadata/contents read SUCCESS none 2",
				"metadata/contents find SUCCESS none 1", "metadata/contents readAll SUCCESS none 1",
				"metadata/contents browse SUCCESS none 1", "metadata/contents count SUCCESS none 1",
				"metadata/contents store SUCCESS none 1", "metadata/contents storeAll SUCCESS none 1",
				"metadata/contents update SUCCESS none 2", "metadata/contents delete SUCCESS none 1",
				"metadata/contents deleteAll SUCCESS none 1", "metadata/none registration SUCCESS none 1",
				"metadata/none descriptor SUCCESS none 1", "metadata/none get SUCCESS none 1");
		assertThat(this.meters.get("sequoia.client.operations.active").longTaskTimers())
			.allSatisfy((timer) -> assertThat(timer.activeTasks()).isZero());
	}

	@Test
	void retriesAreWithinTheOperation() {
		this.sandbox.faults().next(2, Operation.READ, Fault.status(503)).next(Operation.TOKEN, Fault.reset());
		this.template.read(ref(1), Content.class);
		assertThat(operations()).containsExactly("metadata/contents read SUCCESS none 1");
	}

	@Test
	void whatIsNotFoundIsAnAnswerToThoseWhoAskWhetherItIsThere() {
		Ref absent = Ref.of(this.sandbox.owner(), "absent");
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> this.template.read(absent, Content.class));
		assertThat(this.template.find(absent, Content.class)).isEmpty();
		assertThat(this.template.delete(absent, Content.class)).isFalse();
		assertThat(this.template.readAll(List.of(absent), Content.class)).isEmpty();
		assertThat(operations()).containsExactlyInAnyOrder(
				"metadata/contents read CLIENT_ERROR ResourceNotFoundException 1",
				"metadata/contents find SUCCESS none 1", "metadata/contents delete SUCCESS none 1",
				"metadata/contents readAll SUCCESS none 1");
	}

	@Test
	void refusalsAreClientErrors() {
		this.sandbox.faults().next(Operation.STORE, Fault.status(422));
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(() -> this.template.store(content("bad")));
		Content known = this.template.read(ref(1), Content.class);
		this.template.update(known.withTitle("Mine"));
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.template.update(known.withTitle("Late")));
		assertThatIllegalStateException().isThrownBy(() -> this.template.update(ref(1), Content.class, (content) -> {
			throw new IllegalStateException("of the caller's own");
		}));
		assertThat(operations()).contains("metadata/contents store CLIENT_ERROR InvalidResourceException 1",
				"metadata/contents update CLIENT_ERROR VersionConflictException 1",
				"metadata/contents update UNKNOWN IllegalStateException 1");
	}

	@Test
	void failuresOfThePlatformAreServerErrors() {
		this.sandbox.faults()
			.next(2, Operation.READ, Fault.status(503))
			.next(2, Operation.READ, Fault.reset())
			.next(Operation.READ, Fault.status(200).body("text/html", "<html>"));
		SequoiaOperations impatient = this.template.with(RequestOptions.builder().maxAttempts(2).build());
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ServiceUnavailableException.class)
				.isThrownBy(() -> impatient.read(ref(1), Content.class));
		}
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> impatient.read(ref(1), Content.class));
		assertThat(operations()).containsExactlyInAnyOrder(
				"metadata/contents read SERVER_ERROR ServiceUnavailableException 2",
				"metadata/contents read SERVER_ERROR MalformedResponseException 1");
	}

	@Test
	void unreachableRegistryIsAServerErrorOfTheServiceThatWasWanted() {
		this.sandbox.faults().next(2, Operation.REGISTRY, Fault.status(503));
		SequoiaOperations impatient = this.template.with(RequestOptions.builder().maxAttempts(2).build());
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> impatient.read(ref(1), Content.class));
		assertThat(operations()).containsExactly("metadata/contents read SERVER_ERROR DiscoveryException 1");
		assertThat(counts("sequoia.client.retries", "service")).containsExactly("registry 1");
	}

	@Test
	void whatTakesTooLongIsATimeout() {
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(30)));
		RequestOptions impatient = RequestOptions.builder().timeout(Duration.ofMillis(300)).build();
		assertThatExceptionOfType(RequestTimeoutException.class)
			.isThrownBy(() -> this.template.with(impatient).read(ref(1), Content.class));
		assertThat(operations()).containsExactly("metadata/contents read TIMEOUT RequestTimeoutException 1");
	}

	@Test
	void cancelledOperationIsNoFailure() {
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(30)));
		Disposable reading = this.reactive.read(ref(1), Content.class).subscribe();
		assertThat(active("read")).isOne();
		reading.dispose();
		assertThat(operations()).containsExactly("metadata/contents read CANCELLED none 1");
		assertThat(active("read")).isZero();
	}

	@Test
	void writeWhoseResultNobodyKnowsIsUnknown() {
		this.template.service("metadata").registration();
		this.sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> this.template.service("metadata")
			.post("/data/contents?owner={owner}", Map.of("contents", List.of(Map.of("title", "Once"))), String.class,
					this.sandbox.owner()));
		assertThat(operations()).contains("metadata/none post UNKNOWN OutcomeUnknownException 1");
	}

	@Test
	void browseIsOneOperationUntilItsLastPageAndEachPageCounts() {
		this.sandbox.faults().next(Operation.BROWSE, Fault.none()).next(Operation.BROWSE, Fault.reset());
		try (Stream<Content> contents = this.template.browse(Criteria.all(), Content.class).stream()) {
			assertThat(contents).hasSize(CONTENTS);
		}
		assertThat(operations()).containsExactly("metadata/contents browse SUCCESS none 1");
		assertThat(counts("sequoia.client.pages", "service", "resource")).containsExactly("metadata contents 3");
		assertThat(counts("sequoia.client.resources", "service", "resource")).containsExactly("metadata contents 250");
	}

	@Test
	void browseThatItsCallerEndsIsASuccessOnceThereWasAPage() {
		ReactiveBrowse<Content> browse = this.reactive.browse(Criteria.all(), Content.class);
		browse.first().block();
		browse.page().block();
		assertThat(operations()).containsExactly("metadata/contents browse SUCCESS none 2");
		browse.flux().take(3).blockLast();
		try (Stream<Content> contents = this.template.browse(Criteria.all(), Content.class).stream()) {
			assertThat(contents.findFirst()).isPresent();
		}
		assertThat(operations()).containsExactly("metadata/contents browse SUCCESS none 4");
		// further pages of the browses above may still be on their way
		this.sandbox.faults().next(10, Operation.BROWSE, Fault.delay(Duration.ofSeconds(30)));
		browse.flux().subscribe().dispose();
		this.sandbox.faults().clear();
		assertThat(operations()).containsExactlyInAnyOrder("metadata/contents browse SUCCESS none 4",
				"metadata/contents browse CANCELLED none 1");
	}

	@Test
	void furtherPagesOfIncludedResourcesCountAsTheirs() {
		this.sandbox.putAll("metadata", "assets", Stream.iterate(0, (i) -> i + 1)
			.limit(650)
			.map((i) -> Map.of("name", "a" + i, "title", "Asset", "type", "image", "contentRef", ref(0).toString()))
			.toList());
		Criteria first = where(field("name").equalTo("c0")).include(resource("assets"));
		assertThat(this.template.browse(first, Content.class).linked("assets", Asset.class)).hasSize(650);
		assertThat(operations()).containsExactly("metadata/contents browse SUCCESS none 1");
		assertThat(counts("sequoia.client.pages", "service", "resource"))
			.containsExactlyInAnyOrder("metadata contents 1", "metadata assets 2");
		assertThat(counts("sequoia.client.resources", "service", "resource"))
			.containsExactlyInAnyOrder("metadata contents 1", "metadata assets 150");
	}

	@Test
	void batchOfSeveralCollectionsIsOneOperation() {
		Asset asset = new Asset();
		asset.setName("a");
		asset.setTitle("Asset");
		asset.setType("image");
		this.template.storeAll(List.<Object>of(content("one"), asset));
		assertThat(operations()).containsExactly("metadata/multiple storeAll SUCCESS none 1");
	}

	@Test
	void failedBatchIsOneFailure() {
		this.sandbox.faults().next(Operation.STORE, Fault.none()).next(Operation.STORE, Fault.status(422));
		List<Content> contents = Stream.iterate(0, (i) -> i + 1).limit(250).map((i) -> content("s" + i)).toList();
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(() -> this.template.storeAll(contents));
		assertThat(operations()).containsExactly("metadata/contents storeAll CLIENT_ERROR InvalidResourceException 1");
	}

	@Test
	void operationsOfOneCallerWithinThoseOfAnotherAreTheirOwn() {
		Flux<Content> again = this.reactive.browse(Criteria.all().perPage(50), Content.class)
			.flux()
			.take(3)
			.concatMap((content) -> this.reactive.read(content.ref(), Content.class));
		assertThat(again.count().block()).isEqualTo(3);
		assertThat(operations()).contains("metadata/contents read SUCCESS none 3");
	}

	@Test
	void everySubscriptionIsAnOperation() {
		Mono<Content> read = this.reactive.read(ref(1), Content.class);
		assertThat(this.meters.find("sequoia.client.operations").timers()).isEmpty();
		read.block();
		read.block();
		assertThat(operations()).containsExactly("metadata/contents read SUCCESS none 2");
	}

	private List<String> operations() {
		return this.meters.find("sequoia.client.operations")
			.timers()
			.stream()
			.map((timer) -> describe(timer) + " " + timer.count())
			.toList();
	}

	private static String describe(Timer timer) {
		Meter.Id id = timer.getId();
		assertThat(id.getTags()).extracting(Tag::getKey)
			.containsExactlyInAnyOrder("service", "resource", "operation", "outcome", "error");
		return id.getTag("service") + "/" + id.getTag("resource") + " " + id.getTag("operation") + " "
				+ id.getTag("outcome") + " " + id.getTag("error");
	}

	private List<String> counts(String meter, String... tags) {
		return this.meters.find(meter)
			.counters()
			.stream()
			.filter((counter) -> counter.count() > 0)
			.map((counter) -> Stream.of(tags).map((tag) -> counter.getId().getTag(tag) + " ").reduce("", String::concat)
					+ (long) counter.count())
			.toList();
	}

	private int active(String operation) {
		return this.meters.find("sequoia.client.operations.active")
			.tag("operation", operation)
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private static Content content(String name) {
		return Content.of(name, "Title of " + name);
	}

	private Ref ref(int number) {
		return Ref.of(this.sandbox.owner(), "c" + number);
	}

	private List<Ref> refs(int count) {
		return Stream.iterate(0, (i) -> i + 1).limit(count).map(this::ref).toList();
	}

}
