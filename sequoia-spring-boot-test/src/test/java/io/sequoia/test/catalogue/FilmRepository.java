package io.sequoia.test.catalogue;

import java.util.List;

import io.sequoia.repository.SequoiaRepository;

/**
 * Films of the platform.
 */
public interface FilmRepository extends SequoiaRepository<Film> {

	List<Film> findByTitle(String title);

}
