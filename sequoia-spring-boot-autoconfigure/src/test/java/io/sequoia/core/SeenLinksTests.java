package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeenLinksTests {

	private static final int LINKS = 10_000;

	@Test
	void findsALinkAgain() {
		SeenLinks links = new SeenLinks();
		assertThat(links.add("/data/contents?continue=1")).isTrue();
		assertThat(links.add("/data/contents?continue=2")).isTrue();
		assertThat(links.add("/data/contents?continue=é")).isTrue();
		assertThat(links.add("/data/contents?continue=1")).isFalse();
		assertThat(links.add("/data/contents?continue=é")).isFalse();
	}

	@Test
	void keepsEightyMegabytesOfLinksInASmallHeap() throws Exception {
		Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx24m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Program.class.getName())
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(program.exitValue()).as(output).isZero();
			assertThat(output).contains("all " + LINKS + " new, then none");
		}
		finally {
			program.destroyForcibly();
		}
	}

	/**
	 * Adds links of 8 KB each.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] arguments) {
			SeenLinks links = new SeenLinks();
			int added = add(links);
			System.out.println((added == LINKS && add(links) == 0) ? "all " + LINKS + " new, then none" : "wrong");
		}

		private static int add(SeenLinks links) {
			String filler = "x".repeat(8 * 1024);
			int added = 0;
			for (int i = 0; i < LINKS; i++) {
				added += links.add("/data/contents?continue=" + i + filler) ? 1 : 0;
			}
			return added;
		}

	}

}
