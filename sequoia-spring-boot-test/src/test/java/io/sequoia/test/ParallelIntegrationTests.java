package io.sequoia.test;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs test classes in parallel, as JUnit does where it is told to, and classes that
 * close their context.
 */
class ParallelIntegrationTests {

	@Test
	void classesOfOneSandboxTakeTurns() {
		Turns.mostAtOnce.set(0);
		run(4, First.class, Second.class, Third.class).testEvents()
			.assertStatistics((events) -> events.started(24).succeeded(24));
		assertThat(Turns.mostAtOnce).hasValue(1);
	}

	@Test
	void classesOfTwoSandboxesNeedNot() {
		run(4, MeetsHere.class, MeetsThere.class).testEvents()
			.assertStatistics((events) -> events.started(2).succeeded(2));
	}

	@Test
	void closedContextTakesItsSandboxWithIt() {
		Closing.sandboxes.clear();
		run(1, Closing.class).testEvents().assertStatistics((events) -> events.started(3).succeeded(3));
		assertThat(Closing.sandboxes).hasSize(3).doesNotHaveDuplicates();
	}

	@Test
	void classWithoutAContextFailsAlone() {
		EngineExecutionResults results = run(2, First.class, Wrong.class);
		results.testEvents().assertStatistics((events) -> events.succeeded(8));
		results.allEvents().failed().assertThatEvents().isNotEmpty();
	}

	private static EngineExecutionResults run(int threads, Class<?>... classes) {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new))
			.configurationParameters(Map.of("junit.jupiter.execution.parallel.enabled", "true",
					"junit.jupiter.execution.parallel.mode.default", "concurrent",
					"junit.jupiter.execution.parallel.config.strategy", "fixed",
					"junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(threads)))
			.execute();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@WithSandbox(emptyCatalogue = true)
	abstract static class Turns {

		static final AtomicInteger mostAtOnce = new AtomicInteger();

		private static final AtomicInteger running = new AtomicInteger();

		@RepeatedTest(4)
		void hasTheSandboxForItself(SequoiaSandbox sandbox) {
			takeTurn(sandbox);
		}

		@RepeatedTest(4)
		void hasItForItselfAsWell(SequoiaSandbox sandbox) {
			takeTurn(sandbox);
		}

		private static void takeTurn(SequoiaSandbox sandbox) {
			mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
			assertThat(sandbox.resources("metadata", "contents")).isEmpty();
			for (int i = 1; i <= 50; i++) {
				sandbox.put("metadata", "contents", Map.of("name", "film-" + i, "type", "movie", "title", "Film"));
				assertThat(sandbox.resources("metadata", "contents")).hasSize(i);
			}
			running.decrementAndGet();
		}

	}

	static class First extends Turns {

	}

	static class Second extends Turns {

	}

	static class Third extends Turns {

	}

	/** Both have to be here at the same time. */
	abstract static class Meets {

		private static final CyclicBarrier meeting = new CyclicBarrier(2);

		@Test
		void meetsTheOther() throws InterruptedException, BrokenBarrierException, TimeoutException {
			meeting.await(60, TimeUnit.SECONDS);
		}

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@WithSandbox(emptyCatalogue = true, owner = "here")
	static class MeetsHere extends Meets {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@WithSandbox(emptyCatalogue = true, owner = "there")
	static class MeetsThere extends Meets {

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	@WithSandbox(emptyCatalogue = true, owner = "closing")
	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class Closing {

		static final List<SequoiaSandbox> sandboxes = new CopyOnWriteArrayList<>();

		@RepeatedTest(3)
		void hasANewSandbox(SequoiaSandbox sandbox) {
			sandboxes.forEach((earlier) -> assertThat(isListening(earlier)).as("closed").isFalse());
			assertThat(isListening(sandbox)).isTrue();
			sandboxes.add(sandbox);
		}

		private static boolean isListening(SequoiaSandbox sandbox) {
			try (Socket socket = new Socket("127.0.0.1", sandbox.port())) {
				return socket.isConnected();
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

	@SpringBootTest(classes = Application.class, properties = "sequoia.retry.max-attempts=none")
	@WithSandbox(emptyCatalogue = true)
	static class Wrong {

		@Test
		void neverRuns() {
			throw new AssertionError();
		}

	}

}
