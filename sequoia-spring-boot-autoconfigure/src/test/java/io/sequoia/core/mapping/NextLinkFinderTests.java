package io.sequoia.core.mapping;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NextLinkFinderTests {

	private final List<String> found = new ArrayList<>();

	private final NextLinkFinder finder = new NextLinkFinder(this.found::add);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 100, 8192, 40_000, 100_000 })
	void findsTheLinkInPartsOfAnySize(int size) {
		look("{\"meta\":{\"perPage\":100,\"next\":\"/data/contents?page=2\",\"linked\":{\"a\":[{\"request\":\"/x\"}]},"
				+ "\"continue\":\"/data/contents?continue=2\"},\"contents\":[\"" + "x".repeat(50_000) + "\"]}", size);
		assertThat(this.found).containsExactly("/data/contents?continue=2");
	}

	@Test
	void looksNoFurtherThanTheBeginning() {
		look("{\"meta\":{\"request\":\"" + "x".repeat(50_000) + "\",\"continue\":\"/late\"},\"contents\":[]}", 1000);
		assertThat(this.found).isEmpty();
	}

	@Test
	void looksAtManySmallPartsAFewTimesOnly() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		look("{\"meta\":{\"request\":\"" + "x".repeat(50_000) + "\"},\"contents\":[]}", 1);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(30_000_000);
	}

	private void look(String answer, int size) {
		byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
		for (int start = 0; start < bytes.length; start += size) {
			this.finder.look(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + size)));
		}
	}

}
