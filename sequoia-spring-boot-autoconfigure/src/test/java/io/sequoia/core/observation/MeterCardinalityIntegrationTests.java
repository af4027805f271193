package io.sequoia.core.observation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveResourceOperations;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ReactiveServiceOperations;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The number of meters does not depend on the names in calls: meters of this client, of
 * WebClient and of Spring Retry.
 */
class MeterCardinalityIntegrationTests {

	private static final int FEW = 5;

	private static final int MANY = 300;

	private static final String MADE_UP = "evil";

	private static final String SHARED = "sequoia.registry.services";

	private static final RequestOptions IMPATIENT = RequestOptions.builder().maxAttempts(2).build();

	@AutoClose
	private final ClientApplication application = ClientApplication.on(SequoiaSandbox.builder(),
			ObservedApplication.class, "sequoia.retry.interval=1ms", "sequoia.retry.max-interval=2ms",
			"sequoia.retry.budget.enabled=false");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final ReactiveSequoiaTemplate template = this.application.reactive();

	private final MeterRegistry meters = this.application.bean(MeterRegistry.class);

	@Test
	void refsAreNoTags() {
		assertBounded(MANY, (i) -> {
			List<Ref> refs = Stream.iterate(0, (n) -> n + 1)
				.limit(40)
				.map((n) -> Ref.of(this.sandbox.owner(), MADE_UP + i + "-" + n))
				.toList();
			return Flux.concat(this.template.find(refs.get(0), Content.class),
					this.template.readAll(refs, Content.class), this.template.delete(refs.get(0), Content.class));
		});
	}

	@Test
	void criteriaAreNoTags() {
		assertBounded(MANY,
				(i) -> this.template.browse(where(field(MADE_UP + i).equalTo(MADE_UP + i)), Content.class).list());
	}

	@Test
	void ownersAreNoTags() {
		assertBounded(MANY, (i) -> this.template.with(RequestOptions.builder().owner(MADE_UP + i).build())
			.find(Ref.of(MADE_UP + i, "name"), Content.class));
	}

	@Test
	void madeUpServicesAreNoTags() {
		assertBounded(MANY, (i) -> {
			ReactiveServiceOperations service = this.template.service(MADE_UP + i);
			return Flux.concatDelayError(service.registration(), service.descriptor(),
					service.get("/data/" + MADE_UP, String.class), service.call(MADE_UP, Map.of(), null, String.class),
					service.resources("contents").find(Ref.of("o", "n")));
		});
	}

	@Test
	void madeUpServicesAreNoTagsWhileTheRegistryIsDown() {
		this.sandbox.faults().next(10_000, Operation.REGISTRY, Fault.status(503));
		assertBounded(MANY,
				(i) -> this.template.with(IMPATIENT).service(MADE_UP + i).resources("contents").find(Ref.of("o", "n")));
		assertThat(this.meters.find("sequoia.client.retries").counters()).filteredOn((retries) -> retries.count() > 0)
			.as("only the shared request is retried")
			.allSatisfy((retries) -> assertThat(retries.getId().getTag("service")).isEqualTo("registry"));
		assertThat(this.meters.find("spring.retry").tag("name", SHARED).timers())
			.as("one for each number of attempts and each of two outcomes")
			.hasSizeBetween(1, 2 * 10);
		assertThat(this.meters.get("sequoia.client.retries.exhausted").tag("service", "unknown").counter().count())
			.isEqualTo(1 + FEW + MANY);
		assertThat(this.meters.get("spring.retry").tag("name", "sequoia.unknown.read").timer().count())
			.isEqualTo(1 + FEW + MANY);
	}

	@Test
	void madeUpResourcesAreNoTags() {
		assertBounded(MANY, (i) -> {
			String name = List.of(MADE_UP, "../" + MADE_UP, MADE_UP + "?x=", MADE_UP.repeat(2_000), MADE_UP + "\r\n")
				.get(i % 5) + i;
			// a name that no path can contain is refused at once
			return Flux.defer(() -> {
				ReactiveResourceOperations<?> resources = this.template.service("metadata").resources(name);
				return Flux.concatDelayError(resources.find(Ref.of("o", "n")), resources.browse(Criteria.all()).list(),
						resources.count(Criteria.all()));
			});
		});
	}

	@Test
	void madeUpResourcesOfAServiceWithoutADescriptorAreNoTags() {
		this.sandbox.faults().next(Operation.DESCRIPTOR, Fault.status(404));
		assertBounded(MANY, (i) -> {
			ReactiveResourceOperations<?> resources = this.template.service("metadata").resources(MADE_UP + i);
			return Flux.concatDelayError(resources.find(Ref.of("o", "n")), resources.browse(Criteria.all()).list(),
					resources.count(Criteria.all()));
		});
	}

	@Test
	void pathsThatCallersWroteAreNoTags() {
		WebClient client = this.application.context().getBean("sequoiaWebClient", WebClient.class);
		assertBounded(MANY, (i) -> {
			String path = "/data/contents/" + MADE_UP + i;
			return Flux.concatDelayError(this.template.service("metadata").get(path, String.class),
					this.template.service("metadata").get(path + "?owner={owner}", String.class, "testmock"),
					client.get().uri("sequoia://metadata" + path).retrieve().bodyToMono(String.class),
					client.get()
						.uri("sequoia://metadata/data/contents/{ref}?q=" + MADE_UP + i, MADE_UP + i)
						.retrieve()
						.bodyToMono(String.class));
		});
		assertThat(this.meters.find("http.client.requests").timers()).extracting((timer) -> timer.getId().getTag("uri"))
			.contains("none", "/data/contents/{ref}")
			.noneMatch((uri) -> uri.contains("sequoia:"));
	}

	/** Check that many calls create no more meters than a few. */
	private void assertBounded(int many, IntFunction<Publisher<?>> call) {
		run(0, 1, call);
		run(1, FEW, call);
		Set<Meter.Id> ids = ids();
		run(FEW + 1, many, call);
		assertThat(ids()).isEqualTo(ids);
		assertThat(ids).flatExtracting(Meter.Id::getTags)
			.extracting(Tag::getValue)
			.noneMatch((tag) -> tag.contains(MADE_UP));
		assertThat(ids).extracting(Meter.Id::getName).contains("sequoia.client.operations");
	}

	private void run(int first, int count, IntFunction<Publisher<?>> call) {
		Flux.range(first, count)
			.flatMap((i) -> Flux.from(call.apply(i)).onErrorResume((error) -> Mono.empty()), 32)
			.blockLast();
		this.application.bean(ObservedApplication.Spans.class).all();
	}

	private Set<Meter.Id> ids() {
		return this.meters.getMeters()
			.stream()
			.map(Meter::getId)
			// the number of shared attempts depends on the waiting callers
			.filter((id) -> !SHARED.equals(id.getTag("name")))
			.collect(Collectors.toSet());
	}

}
