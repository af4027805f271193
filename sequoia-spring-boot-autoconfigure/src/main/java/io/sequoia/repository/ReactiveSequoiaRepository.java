package io.sequoia.repository;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.query.Criteria;

import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import org.springframework.data.repository.reactive.ReactiveSortingRepository;

/**
 * The reactive counterpart of {@link SequoiaRepository}; nothing is sent before a
 * subscription. Streams of resources are stored in batches. Thread-safe.
 *
 * @param <T> the type of the resources, annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}
 */
@NoRepositoryBean
public interface ReactiveSequoiaRepository<T>
		extends ReactiveCrudRepository<T, Ref>, ReactiveSortingRepository<T, Ref> {

	/**
	 * Browse the resources that match, over all pages.
	 * @param criteria the selection, order and form of the resources
	 * @return the browse; each of its methods gives a publisher
	 */
	ReactiveBrowse<T> browse(Criteria criteria);

}
