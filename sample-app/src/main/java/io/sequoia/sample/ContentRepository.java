package io.sequoia.sample;

import io.sequoia.Ref;
import io.sequoia.repository.SequoiaRepository;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/**
 * The contents of the catalogue, for requests that an interface can express.
 */
interface ContentRepository extends SequoiaRepository<Content> {

	/** Find the parts of a content: the seasons of a series, the episodes of a season. */
	Page<Content> findByParentRef(Ref parent, Pageable page);

}
