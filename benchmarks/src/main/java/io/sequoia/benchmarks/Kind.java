package io.sequoia.benchmarks;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The type of the resources that a client reads. The server's bytes are the same.
 */
enum Kind {

	/** Strings, numbers, lists and maps alone. */
	STRINGS(Title.class, Title::named),

	/** With points in time, durations and an enum. */
	TYPED(Film.class, Film::named);

	private final Class<? extends Resource> type;

	private final Function<String, Resource> named;

	Kind(Class<? extends Resource> type, Function<String, Resource> named) {
		this.type = type;
		this.named = named;
	}

	Class<? extends Resource> type() {
		return this.type;
	}

	List<Resource> make(int count) {
		return IntStream.range(0, count).mapToObj((i) -> this.named.apply("film-" + i)).toList();
	}

}
