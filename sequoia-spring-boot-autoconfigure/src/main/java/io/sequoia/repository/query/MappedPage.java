package io.sequoia.repository.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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

}
