package io.sequoia;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Suggestions of names, and the limit on their cost.
 */
class NameSuggestionsTests {

	@Test
	void nearestComesFirst() {
		assertThat(NameSuggestions.of("contnet", List.of("shows", "contnets", "contents", "content")))
			.containsExactly("contnets", "content");
		assertThat(NameSuggestions.question("metdata", List.of("media", "metadata")))
			.isEqualTo("; did you mean metadata?");
		assertThat(NameSuggestions.question("x", Set.of("metadata"))).isEmpty();
	}

	@Test
	void noMoreThanTenThousandNamesAreLookedAt() {
		CountingNames names = new CountingNames(100_000, "quite-another-name-");
		assertThat(NameSuggestions.of("metdata", names)).isEmpty();
		assertThat(names.taken).isLessThanOrEqualTo(10_000);
	}

	@Test
	void noMoreThanAThousandNamesAreCompared() {
		CountingNames names = new CountingNames(100_000, "ab");
		assertThat(NameSuggestions.of("metdata", names)).isEmpty();
		assertThat(names.taken).isLessThanOrEqualTo(2_200);
		List<String> afterOthers = new ArrayList<>(
				IntStream.range(0, 5_000).mapToObj((i) -> "quite-another-" + i).toList());
		afterOthers.add("metadata");
		assertThat(NameSuggestions.of("metdata", afterOthers)).containsExactly("metadata");
	}

	@Test
	void longNamesAreNearToNone() {
		String longName = "n".repeat(129);
		assertThat(NameSuggestions.of(longName, List.of(longName + "x"))).isEmpty();
		assertThat(NameSuggestions.isNear("n".repeat(100), longName)).isFalse();
		assertThat(NameSuggestions.isNear("n".repeat(128), "n".repeat(127) + "x")).isTrue();
	}

	/** Counts the names that are read. */
	private static final class CountingNames extends AbstractList<String> {

		private final int size;

		private final String prefix;

		private int taken;

		CountingNames(int size, String prefix) {
			this.size = size;
			this.prefix = prefix;
		}

		@Override
		public String get(int index) {
			this.taken = Math.max(this.taken, index + 1);
			return this.prefix + index;
		}

		@Override
		public int size() {
			return this.size;
		}

	}

}
