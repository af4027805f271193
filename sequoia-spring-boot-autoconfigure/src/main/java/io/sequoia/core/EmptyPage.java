package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.sequoia.Ref;

/**
 * The only page where a resource refers to no others.
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
