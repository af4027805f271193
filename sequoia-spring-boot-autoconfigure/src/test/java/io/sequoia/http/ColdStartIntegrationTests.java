package io.sequoia.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.sequoia.Ref;
import io.sequoia.contract.Proves;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class ColdStartIntegrationTests {

	private static final int CALLERS = 500;

	@Test
	@Proves({ "P first token fetched by every caller", "P requests before the first read" })
	void fiveHundredThreadsThatCallFirstCauseOneRegistryAndOneTokenRequest() throws Exception {
		try (ClientApplication application = ClientApplication.on(SequoiaSandbox.builder())) {
			SequoiaSandbox sandbox = application.sandbox();
			SequoiaTemplate template = application.template();
			List<Ref> refs = refs(sandbox);
			assertThat(sandbox.requests().all()).as("nothing at start").isEmpty();
			CountDownLatch start = new CountDownLatch(1);
			ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
			List<Future<Content>> calls = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				Ref ref = refs.get(i % refs.size());
				calls.add(threads.submit(() -> {
					start.await();
					return template.read(ref, Content.class);
				}));
			}
			start.countDown();
			for (int i = 0; i < CALLERS; i++) {
				assertThat(calls.get(i).get().ref()).isEqualTo(refs.get(i % refs.size()));
			}
			threads.shutdown();
			assertCounts(sandbox);
		}
	}

	@Test
	@Proves({ "P first token fetched by every caller", "P requests before the first read" })
	void fiveHundredSubscribersThatCallFirstCauseOneRegistryAndOneTokenRequest() {
		try (ClientApplication application = ClientApplication.on(SequoiaSandbox.builder())) {
			SequoiaSandbox sandbox = application.sandbox();
			ReactiveSequoiaTemplate template = application.reactive();
			List<Ref> refs = refs(sandbox);
			assertThat(Flux.range(0, CALLERS)
				.flatMap((i) -> template.read(refs.get(i % refs.size()), Content.class), CALLERS)
				.count()
				.block()).isEqualTo(CALLERS);
			assertCounts(sandbox);
		}
	}

	private static void assertCounts(SequoiaSandbox sandbox) {
		assertThat(sandbox.requests().counts()).containsEntry(Operation.REGISTRY, 1L)
			.containsEntry(Operation.TOKEN, 1L)
			.containsEntry(Operation.DESCRIPTOR, 1L)
			.containsEntry(Operation.READ, (long) CALLERS);
	}

	private static List<Ref> refs(SequoiaSandbox sandbox) {
		return sandbox.resources("metadata", "contents")
			.stream()
			.limit(50)
			.map((content) -> Ref.parse((String) content.get("ref")))
			.toList();
	}

}
