package io.sequoia.repository.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.sequoia.Ref;
import io.sequoia.core.ResourcePage;

/**
 * A page whose resources are converted to another type.
 *
 * @param page the page
 * @param resources the converted resources
 * @param <R> the type to which they are converted
 */
record MappedPage<R>(ResourcePage<?> page, List<R> resources) implements ResourcePage<R> {

	@Override
	public OptionalLong totalCount() {
		return this.page.totalCount();
	}

	@Override
	public Map<String, Map<String, Long>> facets() {
		return this.page.facets();
	}

	@Override
	public <L> List<L> linked(String relationship, Class<L> type) {
		return this.page.linked(relationship, type);
	}

	@Override
	public boolean hasNext() {
		return this.page.hasNext();
	}

	@Override
	public Optional<String> next() {
		return this.page.next();
	}

	@Override
	public OptionalInt number() {
		return this.page.number();
	}

	@Override
	public Optional<String> first() {
		return this.page.first();
	}

	@Override
	public Optional<String> previous() {
		return this.page.previous();
	}

	@Override
	public Optional<String> last() {
		return this.page.last();
	}

	@Override
	public List<Ref> missing(String relationship) {
		return this.page.missing(relationship);
	}

}
