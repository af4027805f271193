package io.sequoia.sample;

import java.util.Collection;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.repository.SequoiaRepository;

/**
 * The posters of contents.
 */
interface PosterRepository extends SequoiaRepository<Poster> {

	List<Poster> findByContentRefInAndTags(Collection<Ref> contents, String tag);

}
