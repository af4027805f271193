package io.sequoia.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The blocking form of a reactive browse.
 *
 * @param <T> the type of the resources
 */
final class BlockingBrowse<T> implements Browse<T> {

	private final ReactiveBrowse<T> browse;

	BlockingBrowse(ReactiveBrowse<T> browse) {
		this.browse = browse;
	}

	@Override
	public ResourcePage<T> page() {
		return Blocking.awaitRead(this.browse.page());
	}

	@Override
	public Stream<ResourcePage<T>> pages() {
		return Blocking.stream(this.browse.pages());
	}

	@Override
	public Stream<T> stream() {
		return pages().flatMap((page) -> page.resources().stream());
	}

	@Override
	public List<T> list() {
		return Blocking.awaitRead(this.browse.list());
	}

	@Override
	public Optional<T> first() {
		return Optional.ofNullable(Blocking.awaitReadNullable(this.browse.first()));
	}

	@Override
	public T single() {
		return Blocking.awaitRead(this.browse.single());
	}

	@Override
	public <L> Stream<L> linked(String relationship, Class<L> type) {
		return Blocking.stream(this.browse.linked(relationship, type));
	}

	@Override
	public Browse<T> from(String position) {
		return new BlockingBrowse<>(this.browse.from(position));
	}

}
