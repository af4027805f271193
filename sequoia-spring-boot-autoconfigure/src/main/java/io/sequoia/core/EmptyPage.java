package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.sequoia.Ref;

/**
 * The page of related resources if there are none: it is empty, and the only one.
 *
 * @param <T> the type of the resources
 */
record EmptyPage<T>() implements ResourcePage<T> {

	@Override
	public List<T> resources() {
		return List.of();
	}

	@Override
	public OptionalLong totalCount() {
		return OptionalLong.of(0);
	}

	@Override
	public Map<String, Map<String, Long>> facets() {
		return Map.of();
	}

	@Override
	public <L> List<L> linked(String relationship, Class<L> type) {
		return List.of();
	}

	@Override
	public boolean hasNext() {
		return false;
	}

	@Override
	public Optional<String> next() {
		return Optional.empty();
	}

	@Override
	public OptionalInt number() {
		return OptionalInt.empty();
	}

	@Override
	public Optional<String> first() {
		return Optional.empty();
	}

	@Override
	public Optional<String> previous() {
		return Optional.empty();
	}

	@Override
	public Optional<String> last() {
		return Optional.empty();
	}

	@Override
	public List<Ref> missing(String relationship) {
		return List.of();
	}

}
