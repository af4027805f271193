package io.sequoia.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.sequoia.http.Outages.LastFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.util.context.Context;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OutagesTests {

	private static final Instant NOW = Instant.parse("2026-11-29T01:02:03Z");

	private final AtomicLong nanos = new AtomicLong();

	private final Outages outages = new Outages(this.nanos::get, () -> NOW);

	@Test
	void tellsBeginningAndEndOnce(CapturedOutput output) {
		fail("a:80", true, 20);
		answer("a:80", 3);
		assertThat(lines(output)).containsExactly("WARN", "INFO");
		assertThat(output).contains("refused at a:80")
			.contains("a:80 answers again, 19 s after the first of 20 failed requests");
	}

	@Test
	void hostThatIsReachedHasStoppedWithThreeFailuresInARow(CapturedOutput output) {
		fail("a:80", false, 2);
		answer("a:80", 1);
		fail("a:80", false, 2);
		assertThat(lines(output)).isEmpty();
		fail("a:80", false, 5);
		assertThat(lines(output)).containsExactly("WARN");
	}

	@Test
	void hostsAreToldOfApart(CapturedOutput output) {
		fail("a:80", true, 2);
		fail("b:80", true, 2);
		answer("a:80", 1);
		assertThat(lines(output)).containsExactly("WARN", "WARN", "INFO");
	}

	@Test
	void hostThatComesAndGoesIsToldOfOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 30; i++) {
			fail("a:80", true, 1);
			answer("a:80", 1);
		}
		assertThat(lines(output)).containsExactly("WARN", "INFO");
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		fail("a:80", true, 1);
		assertThat(lines(output)).containsExactly("WARN", "INFO", "WARN");
	}

	@Test
	void remembersTheLastFailure() {
		assertThat(this.outages.last()).isNull();
		fail("a:80", false, 1);
		answer("a:80", 1);
		assertThat(this.outages.last()).isEqualTo(new LastFailure(NOW, "refused at a:80"));
	}

	private void fail(String host, boolean unreachable, int times) {
		for (int i = 0; i < times; i++) {
			this.outages.failed(host, "refused at " + host, unreachable, Context.empty());
			this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		}
		this.nanos.addAndGet(-Duration.ofSeconds(1).toNanos());
	}

	private void answer(String host, int times) {
		for (int i = 0; i < times; i++) {
			this.outages.answered(host, Context.empty());
		}
	}

	private static Iterable<String> lines(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains(Outages.class.getSimpleName()))
			.map((line) -> line.contains("WARN") ? "WARN" : line.contains("INFO") ? "INFO" : line)
			.toList();
	}

}
