package io.sequoia.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.VersionConflictException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SequoiaTemplateIntegrationTests {

	private static final int COUNT = 1_000;

	@AutoClose
	private static final ClientApplication application = ClientApplication.onEmptySandbox();

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaOperations template = application.template();

	private static final ReactiveSequoiaOperations reactive = application.reactive();

	@BeforeAll
	static void start() {
		sandbox.putAll("metadata", "contents", IntStream.range(0, COUNT).mapToObj((i) -> content(i)).toList());
	}

	@BeforeEach
	void forgetRequests() {
		sandbox.requests().clear();
	}

	@Test
	void readsAndFinds() {
		Ref ref = Ref.of(sandbox.owner(), "seed-0007");
		assertThat(template.read(ref, Content.class).title()).isEqualTo("Title 7");
		assertThat(template.find(ref, Content.class)).map(Content::ref).contains(ref);
		Ref absent = Ref.of(sandbox.owner(), "absent");
		assertThat(template.find(absent, Content.class)).isEmpty();
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> template.read(absent, Content.class))
			.withMessageContaining("testmock:absent")
			.satisfies((failure) -> {
				assertThat(failure.status()).isEqualTo(404);
				assertThat(failure.correlationId()).isNotNull();
			});
	}

	@Test
	void readsManyInTheOrderAskedForAndLeavesOutWhatIsNotThere() {
		List<Ref> refs = new ArrayList<>(IntStream.range(0, 250).mapToObj((i) -> ref(249 - i)).toList());
		refs.add(3, Ref.of(sandbox.owner(), "absent"));
		List<Content> read = template.readAll(refs, Content.class);
		refs.remove(3);
		assertThat(read).extracting(Content::ref).containsExactlyElementsOf(refs);
		assertThat(template.readAll(List.of(), Content.class)).isEmpty();
	}

	@Test
	void browsesAllPagesLazily() {
		Browse<Content> browse = template.browse(where(field("tags").equalTo("seeded")).orderBy("name"), Content.class);
		assertThat(sandbox.requests().all()).isEmpty();
		assertThat(browse.list()).hasSize(COUNT).extracting(Content::title).startsWith("Title 0", "Title 1");
		try (Stream<Content> stream = browse.stream()) {
			assertThat(stream.map(Content::ref).distinct().count()).isEqualTo(COUNT);
		}
		try (Stream<ResourcePage<Content>> pages = browse.pages()) {
			assertThat(pages).hasSize(10).allSatisfy((page) -> assertThat(page.resources()).hasSize(100));
		}
		assertThat(browse.first()).map(Content::title).contains("Title 0");
		assertThat(browse.page().hasNext()).isTrue();
	}

	@Test
	void streamThatIsClosedBeforeItsEndDoesNotSeemComplete() {
		Stream<Content> stream = template.browse(where(field("tags").equalTo("seeded")), Content.class).stream();
		Iterator<Content> contents = stream.iterator();
		contents.next();
		stream.close();
		assertThatIllegalStateException().isThrownBy(() -> contents.forEachRemaining((content) -> {
		})).withMessageContaining("closed before its end");
	}

	@Test
	void browsesReactively() {
		ReactiveBrowse<Content> browse = reactive.browse(where(field("tags").equalTo("seeded")).perPage(30),
				Content.class);
		assertThat(browse.flux().map(Content::ref).distinct().count().block()).isEqualTo(COUNT);
		assertThat(browse.pages().count().block()).isEqualTo(34);
		assertThat(browse.list().block()).hasSize(COUNT);
		assertThat(browse.first().block()).isNotNull();
	}

	@Test
	void countsAndTellsTotals() {
		Criteria seeded = where(field("tags").equalTo("seeded"));
		assertThat(template.count(seeded, Content.class)).isEqualTo(COUNT);
		assertThat(template.browse(seeded.count().perPage(1), Content.class).page().totalCount()).hasValue(COUNT);
		assertThat(reactive.count(seeded.and(field("name").equalTo("seed-0001")), Content.class).block()).isOne();
	}

	@Test
	void storesUpdatesAndDeletes() {
		Content stored = template.store(Content.of("one", "First"));
		assertThat(stored.ref()).isEqualTo(Ref.of(sandbox.owner(), "one"));
		assertThat(stored.createdAt()).isNotNull();
		Content updated = template.update(stored.withTitle("Second"));
		assertThat(updated.title()).isEqualTo("Second");
		assertThat(updated.version()).isNotEqualTo(stored.version());
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> template.update(stored.withTitle("Lost")))
			.withMessageContaining("412")
			.satisfies((failure) -> assertThat(failure.error()).isEqualTo("Precondition Failed"));
		assertThat(template.delete(stored.ref(), Content.class)).isTrue();
		assertThat(template.delete(stored.ref(), Content.class)).isFalse();
	}

	@Test
	void storesUpdatesAndDeletesReactively() {
		Content stored = reactive.store(Content.of("two", "First")).block();
		Content updated = reactive.update(stored.withTitle("Second")).block();
		assertThat(updated.title()).isEqualTo("Second");
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> reactive.update(stored.withTitle("Lost")).block());
		assertThat(reactive.delete(stored.ref(), Content.class).block()).isTrue();
		assertThat(reactive.find(stored.ref(), Content.class).blockOptional()).isEmpty();
	}

	@Test
	void generatesTheNameOfAResourceWithoutOne() {
		Content stored = template.store(Content.of(null, "Nameless"));
		assertThat(stored.name()).isNotBlank();
		assertThat(template.delete(stored.ref(), Content.class)).isTrue();
	}

	@Test
	void storesManyOfDifferentTypesInBatchesAndKeepsTheirOrder() {
		List<Object> resources = new ArrayList<>();
		for (int i = 0; i < 250; i++) {
			resources.add(Content.of("batch-" + i, "Batch " + i));
			if (i % 10 == 0) {
				Asset asset = new Asset();
				asset.setName("asset-" + i);
				asset.setTitle("Asset " + i);
				asset.setType("image");
				asset.setContentRef(Ref.of(sandbox.owner(), "batch-" + i));
				resources.add(asset);
			}
		}
		List<Object> stored = template.storeAll(resources);
		assertThat(stored).hasSameSizeAs(resources);
		for (int i = 0; i < stored.size(); i++) {
			assertThat(title(stored.get(i))).isEqualTo(title(resources.get(i)));
		}
		assertThat(sandbox.requests().all())
			.filteredOn((request) -> request.method().equals("POST") && request.path().startsWith("/metadata/data"))
			.hasSize(4);
		List<Ref> refs = IntStream.range(0, 250).mapToObj((i) -> Ref.of(sandbox.owner(), "batch-" + i)).toList();
		template.deleteAll(refs, Content.class);
		assertThat(template.readAll(refs, Content.class)).isEmpty();
	}

	@Test
	void losesNoUpdateOfTwoWriters() {
		Content counter = template.store(Content.of("counter", "0"));
		Mono<Content> increment = reactive.update(counter.ref(), Content.class,
				(content) -> content.withTitle(Integer.toString(Integer.parseInt(content.title()) + 1)));
		Mono.when(increment.repeat(49).subscribeOn(Schedulers.parallel()),
				increment.repeat(49).subscribeOn(Schedulers.parallel()))
			.block();
		assertThat(template.read(counter.ref(), Content.class).title()).isEqualTo("100");
	}

	@Test
	void worksWithoutTypes() {
		ResourceOperations<Map<String, Object>> profiles = template.service("workflow").resources("profiles");
		Map<String, Object> stored = profiles.store(new LinkedHashMap<>(Map.of("name", "untyped", "title", "Untyped")));
		assertThat(stored).containsEntry("ref", "testmock:untyped").containsKey("version");
		assertThat(profiles.read(Ref.parse("testmock:untyped"))).containsEntry("title", "Untyped");
		assertThat(profiles.browse().list()).extracting((profile) -> profile.get("name")).contains("untyped");
		assertThat(profiles.delete(Ref.parse("testmock:untyped"))).isTrue();
		assertThat(template.service("metadata").registration().location()).hasPath("/metadata");
		assertThat(template.service("metadata").descriptor().resources()).containsKeys("contents", "assets");
		assertThat(template.service("metadata")
			.get("/data/contents/{ref}?owner={owner}", String.class, "testmock:seed-0001", "testmock"))
			.contains("\"Title 1\"");
	}

	@Test
	void tellsWhatTheServerRefuses() {
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> template.browse(where(field("nonsense").equalTo("x")), Content.class).list())
			.withMessageContaining("400")
			.withMessageContaining("withNonsense");
	}

	@Test
	void refusesWhatCannotBeRightBeforeAnyRequest() {
		assertThatIllegalArgumentException().isThrownBy(() -> template.read(null, Content.class))
			.withMessageContaining("ref");
		assertThatIllegalArgumentException().isThrownBy(() -> template.read(ref(1), String.class))
			.withMessageContaining("@SequoiaResource");
		List<Ref> holed = new ArrayList<>(List.of(ref(1)));
		holed.add(null);
		assertThatIllegalArgumentException().isThrownBy(() -> template.readAll(holed, Content.class))
			.withMessageContaining("index 1");
		assertThatIllegalArgumentException().isThrownBy(() -> template.update(Content.of("x", "no version")))
			.withMessageContaining("version");
		Content contradicting = new Content(ref(1), "testmock", "another", "t", null, "v", null, null, List.of());
		assertThatIllegalArgumentException().isThrownBy(() -> template.store(contradicting))
			.withMessageContaining("testmock:another");
		assertThat(sandbox.requests().all()).isEmpty();
	}

	@Test
	void refusesToWaitOnAnEventLoop() {
		assertThatIllegalStateException()
			.isThrownBy(() -> Mono.fromSupplier(() -> template.find(ref(1), Content.class))
				.subscribeOn(Schedulers.parallel())
				.block())
			.withMessageContaining("ReactiveSequoiaTemplate");
	}

	private static Object title(Object resource) {
		return (resource instanceof Content content) ? content.title() : ((Asset) resource).getTitle();
	}

	private static Ref ref(int number) {
		return Ref.of(sandbox.owner(), String.format("seed-%04d", number));
	}

	private static Map<String, Object> content(int number) {
		return Map.of("name", String.format("seed-%04d", number), "title", "Title " + number, "type", "movie", "tags",
				List.of("seeded"));
	}

}
