package io.sequoia.core.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.LocalServer;
import io.sequoia.security.SequoiaTokenSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cached reads of several users and tenants: nobody gets the answer to another one. The
 * server writes into each resource to whom it answered.
 */
class CachedReadsOfCallersIntegrationTests {

	private static final ThreadLocal<String> USER = new ThreadLocal<>();

	private static final Map<String, String> tokens = new ConcurrentHashMap<>();

	private static final AtomicInteger requests = new AtomicInteger();

	private static DisposableServer server;

	private static ConfigurableApplicationContext context;

	private static SequoiaTemplate template;

	private static ReactiveSequoiaTemplate reactive;

	@BeforeAll
	static void start() {
		server = LocalServer.create().handle((request, response) -> {
			if (!request.path().startsWith("data")) {
				return response.sendNotFound();
			}
			requests.incrementAndGet();
			return response.header("Content-Type", "application/json").sendString(Mono.just(answer(request)));
		}).bindNow();
		context = ClientApplication.run(
				List.of("sequoia.registry.url=http://localhost:" + server.port(),
						"sequoia.services.metadata=http://localhost:" + server.port(), "sequoia.owner=first",
						"sequoia.auth.type=none", "sequoia.cache.enabled=true", "sequoia.cache.stale-while-error=true"),
				Users.class);
		template = context.getBean(SequoiaTemplate.class);
		reactive = context.getBean(ReactiveSequoiaTemplate.class);
	}

	private static String answer(HttpServerRequest request) {
		String owner = UriComponentsBuilder.fromUriString(request.uri()).build().getQueryParams().getFirst("owner");
		String token = request.requestHeaders().get("Authorization");
		return "{\"meta\":{\"totalCount\":1},\"notes\":[{\"ref\":\"root:note\",\"owner\":\"root\",\"name\":\"note\",\"to\":\""
				+ token + " of " + owner + "\"}]}";
	}

	@AfterAll
	static void stop() {
		context.close();
		server.disposeNow();
	}

	@BeforeEach
	void prepare() {
		tokens.clear();
		tokens.put("ann", "ann-1");
		tokens.put("bob", "bob-1");
		requests.set(0);
	}

	@Test
	void twoUsersOfTwoTenantsGetTheirOwnAnswersFromManyThreads() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(200);
		List<Future<?>> all = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			String user = (i % 2 == 0) ? "ann" : "bob";
			String owner = (i / 2 % 2 == 0) ? "first" : "second";
			boolean blocking = i / 4 % 2 == 0;
			all.add(threads.submit(() -> {
				start.await();
				for (int turn = 0; turn < 20; turn++) {
					String expected = "Bearer " + user + "-1 of " + owner;
					assertThat(blocking ? read(user, owner) : readReactively(user, owner)).isEqualTo(expected);
					assertThat(page(user, owner)).isEqualTo(expected);
				}
				return null;
			}));
		}
		start.countDown();
		for (Future<?> one : all) {
			one.get(60, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(requests.get()).as("one read and one page for each of four callers").isEqualTo(8);
	}

	@Test
	void newTokenIsAnotherCaller() {
		assertThat(read("ann", "first")).isEqualTo("Bearer ann-1 of first");
		tokens.put("ann", "ann-2");
		assertThat(read("ann", "first")).isEqualTo("Bearer ann-2 of first");
		assertThat(readReactively("bob", "first")).isEqualTo("Bearer bob-1 of first");
	}

	@Test
	void callerWithoutATokenIsAnotherOneToo() {
		read("ann", "first");
		assertThat(read("nobody", "first")).isEqualTo("null of first");
		assertThat(read("nobody", "first")).isEqualTo("null of first");
		assertThat(requests.get()).isLessThanOrEqualTo(2);
	}

	@Test
	void answerForATokenThatCameBetweenIsNotKept() {
		SequoiaTemplate second = template.with(RequestOptions.builder().owner("second").build());
		Users.changing.put("ann", "ann-3");
		tokens.put("ann", "ann-2");
		USER.set("ann");
		// asked for once for the key, and once more for the request
		assertThat(second.read(Ref.of("root", "note"), Note.class).to).isEqualTo("Bearer ann-3 of second");
		tokens.put("ann", "ann-2");
		assertThat(second.read(Ref.of("root", "note"), Note.class).to).isEqualTo("Bearer ann-2 of second");
	}

	private static String read(String user, String owner) {
		USER.set(user);
		return of(owner).read(Ref.of("root", "note"), Note.class).to;
	}

	private static String page(String user, String owner) {
		USER.set(user);
		return of(owner).browse(Criteria.all(), Note.class).page().resources().get(0).to;
	}

	private static SequoiaTemplate of(String owner) {
		return template.with(RequestOptions.builder().owner(owner).build());
	}

	private static String readReactively(String user, String owner) {
		return reactive.with(RequestOptions.builder().owner(owner).build())
			.read(Ref.of("root", "note"), Note.class)
			.subscribeOn(Schedulers.parallel())
			.contextWrite(Context.of("user", user))
			.block(Duration.ofSeconds(30)).to;
	}

	@SequoiaResource(service = "metadata", name = "notes")
	record Note(Ref ref, String to) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		/** The tokens of users that change after they were asked for once. */
		static final Map<String, String> changing = new ConcurrentHashMap<>();

		@Bean
		SequoiaTokenSource usersTokens() {
			return new SequoiaTokenSource() {

				@Override
				public Mono<String> token(String owner) {
					return Mono.deferContextual((context) -> {
						String user = context.getOrDefault("user", "nobody");
						@Nullable String token = tokens.get(user);
						@Nullable String later = changing.remove(user);
						if (later != null) {
							tokens.put(user, later);
						}
						return Mono.justOrEmpty(token);
					});
				}

				@Override
				public void refused(String owner, String token) {
				}

				@Override
				public ContextView caller(ContextView caller) {
					String user = USER.get();
					return (caller.hasKey("user") || user == null) ? Context.empty() : Context.of("user", user);
				}

			};
		}

	}

}
