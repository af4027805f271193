package io.sequoia.repository.query;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import io.sequoia.core.query.Criteria;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.util.Assert;

/**
 * The state of a query by example while it is built. Immutable.
 *
 * @param source the readers that all queries share
 * @param criteria the criteria of the example
 * @param sort the order
 * @param limit the largest number of resources
 * @param type the type that is returned
 * @param properties the properties to request, or empty for all that the type needs
 * @param <T> the type of the resources
 * @param <R> the type that is returned
 */
record ExampleQuery<T, R>(Source<T> source, Criteria criteria, Sort sort, Limit limit, Class<R> type,
		Collection<String> properties) {

	ExampleQuery<T, R> sortBy(Sort further) {
		return new ExampleQuery<>(this.source, this.criteria, this.sort.and(further), this.limit, this.type,
				this.properties);
	}

	ExampleQuery<T, R> limit(int most) {
		return new ExampleQuery<>(this.source, this.criteria, this.sort, Limit.of(most), this.type, this.properties);
	}

	<P> ExampleQuery<T, P> as(Class<P> projection) {
		return new ExampleQuery<>(this.source, this.criteria, this.sort, this.limit, projection, this.properties);
	}

	ExampleQuery<T, R> project(Collection<String> only) {
		return new ExampleQuery<>(this.source, this.criteria, this.sort, this.limit, this.type, List.copyOf(only));
	}

	ResourceQuery request() {
		return request(this.sort);
	}

	ResourceQuery request(Pageable pageable) {
		Assert.notNull(pageable, "The page must not be null: for all resources use Pageable.unpaged()");
		return request(pageable.getSortOr(this.sort)).page(pageable);
	}

	private ResourceQuery request(Sort order) {
		ResourceFields fields = this.source.criteria().fields();
		Criteria sorted = fields.sorted(this.criteria, order);
		ReturnedType returned = returnedType();
		Collection<String> asked = (this.properties.isEmpty() && returned.needsCustomConstruction())
				? returned.getInputProperties() : this.properties;
		return ResourceQuery.of(asked.isEmpty() ? sorted : fields.narrowed(sorted, asked)).limit(this.limit);
	}

	@SuppressWarnings("unchecked")
	Function<T, R> projection() {
		return (Function<T, R>) this.source.projections().as(returnedType());
	}

	private ReturnedType returnedType() {
		return this.source.projections().type(this.type, this.source.criteria().entity().getType());
	}

	/**
	 * The readers that all queries by example share.
	 *
	 * @param criteria reads examples
	 * @param projections converts resources to other types
	 * @param <T> the type of the resources
	 */
	record Source<T>(ExampleCriteria<T> criteria, Projections projections) {

		<S extends T> ExampleQuery<T, S> query(Example<S> example) {
			return new ExampleQuery<>(this, this.criteria.of(example), Sort.unsorted(), Limit.unlimited(),
					example.getProbeType(), List.of());
		}

	}

}
