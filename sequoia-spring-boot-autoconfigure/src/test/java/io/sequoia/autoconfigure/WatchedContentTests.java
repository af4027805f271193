package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedContentTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@AutoClose
	private final WatchedContent watched = new WatchedContent(this.time);

	private final List<String> changes = new ArrayList<>();

	private String content = "a";

	private int readings;

	@Test
	void reportsContentThatTwoReadingsInARowHaveFound() {
		watch();
		pass(3);
		assertThat(this.changes).isEmpty();
		this.content = "half";
		pass(1);
		this.content = "b";
		pass(1);
		assertThat(this.changes).as("it is still being written").isEmpty();
		pass(10);
		assertThat(this.changes).containsExactly("b");
		this.content = "a";
		pass(2);
		assertThat(this.changes).containsExactly("b", "a");
	}

	@Test
	void reportsNoContentThatCameAndWent() {
		watch();
		this.content = "b";
		pass(1);
		this.content = "a";
		pass(5);
		assertThat(this.changes).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tellsOnceOfContentThatCannotBeReadAndGoesOn(CapturedOutput output) {
		watch();
		this.content = null;
		pass(5);
		assertThat(output.getOut().split("The new content of the file 'x' cannot be used", -1)).hasSize(2);
		assertThat(output).contains("the old content stays in use: no content");
		this.content = "b";
		pass(2);
		assertThat(this.changes).containsExactly("b");
		this.content = null;
		pass(1);
		assertThat(output.getOut().split("The new content of the file 'x' cannot be used", -1)).hasSize(3);
	}

	@Test
	void readsNothingAfterItsEnd() {
		watch();
		pass(2);
		this.watched.close();
		pass(5);
		assertThat(this.readings).isEqualTo(2);
	}

	private void watch() {
		this.watched.watch("the file 'x'", INTERVAL, this.content, () -> {
			this.readings++;
			if (this.content == null) {
				throw new IllegalStateException("no content");
			}
			return this.content;
		}, this.changes::add);
	}

	private void pass(int intervals) {
		for (int i = 0; i < intervals; i++) {
			this.time.advanceTimeBy(INTERVAL);
		}
	}

}
