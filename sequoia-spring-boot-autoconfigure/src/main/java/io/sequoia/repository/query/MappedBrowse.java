package io.sequoia.repository.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.sequoia.core.Browse;
import io.sequoia.core.ResourcePage;

/**
 * A browse that converts its resources to another type.
 *
 * @param browse the browse
 * @param as converts a resource
 * @param <T> the type of the resources
 * @param <R> the type to which they are converted
 */
record MappedBrowse<T, R>(Browse<T> browse, Function<? super T, ? extends R> as) implements Browse<R> {

	@Override
	public ResourcePage<R> page() {
		return mapped(this.browse.page());
	}

	@Override
	public Stream<ResourcePage<R>> pages() {
		return this.browse.pages().map(this::mapped);
	}

	@Override
	public Stream<R> stream() {
		return this.browse.stream().map(this.as);
	}

	@Override
	public List<R> list() {
		return this.browse.list().stream().<R>map(this.as).toList();
	}

	@Override
	public Optional<R> first() {
		return this.browse.first().map(this.as);
	}

	@Override
	public R single() {
		return this.as.apply(this.browse.single());
	}

	@Override
	public <L> Stream<L> linked(String relationship, Class<L> type) {
		return this.browse.linked(relationship, type);
	}

	@Override
	public Browse<R> from(String position) {
		return new MappedBrowse<>(this.browse.from(position), this.as);
	}

	private ResourcePage<R> mapped(ResourcePage<T> page) {
		return new MappedPage<>(page, page.resources().stream().<R>map(this.as).toList());
	}

}
