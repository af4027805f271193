package io.sequoia.sample;

import io.sequoia.Ref;
import io.sequoia.repository.SequoiaRepository;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/**
 * The contents of the catalogue, as far as an interface says enough.
 */
interface ContentRepository extends SequoiaRepository<Content> {

	/** What a content consists of: the seasons of a series, the episodes of a season. */
	Page<Content> findByParentRef(Ref parent, Pageable page);

}
