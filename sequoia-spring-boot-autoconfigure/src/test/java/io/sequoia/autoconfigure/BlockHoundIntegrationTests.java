package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactive calls never block their thread, which is shown by BlockHound.
 */
@Tag("long")
class BlockHoundIntegrationTests {

	private static final int CALLS = 300;

	@AutoClose
	private final SequoiaSandbox sandbox = SequoiaSandbox.start();

	@Test
	void coldClientsBlockNoThreadOfTheirCallers() throws Exception {
		List<String> lines = ForkedApplication.runWith(Reactive.class, this.sandbox,
				System.getProperty("java.class.path"), "-XX:+AllowRedefinitionToAddDeleteMethods",
				"-XX:+EnableDynamicAgentLoading");
		assertThat(lines).contains("noticed: a thread that sleeps")
			.filteredOn((line) -> line.startsWith("failed"))
			.isEmpty();
		assertThat(lines).filteredOn("made"::equals).hasSize(3 * CALLS);
	}

	/** Makes the first calls of each kind at the same time. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Reactive {

		public static void main(String[] arguments) {
			BlockHound.install();
			notice();
			SpringApplication application = new SpringApplication(Reactive.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			for (int round = 0; round < 3; round++) {
				try (ConfigurableApplicationContext context = application.run(arguments)) {
					ReactiveSequoiaTemplate template = context.getBean(ReactiveSequoiaTemplate.class);
					Flux.range(0, CALLS)
						.flatMap((number) -> tell(Flux.defer(() -> call(template, number))), CALLS)
						.doOnNext(System.out::println)
						.blockLast(Duration.ofSeconds(60));
				}
			}
		}

		private static void notice() {
			tell(Mono.fromCallable(() -> {
				Thread.sleep(1);
				return "nothing";
			})).filter((told) -> told.startsWith("failed"))
				.doOnNext((failure) -> System.out.println("noticed: a thread that sleeps"))
				.block(Duration.ofSeconds(10));
		}

		private static Mono<String> tell(Publisher<?> call) {
			return Flux.from(call)
				.then(Mono.just("made"))
				.onErrorResume(Throwable.class, (failure) -> Mono.just("failed: " + failure))
				.subscribeOn(Schedulers.parallel());
		}

		private static Publisher<?> call(ReactiveSequoiaTemplate template, int number) {
			return switch (number % 3) {
				case 0 -> template.find(Ref.of("testmock", "none-" + number), Content.class);
				case 1 -> template.store(Content.of("cold-" + number, "Cold"));
				default -> template.browse(Criteria.all(), Content.class).flux().take(3);
			};
		}

	}

}
