package io.sequoia.repository.boot;

import io.sequoia.Ref;
import io.sequoia.repository.Film;

import org.springframework.data.repository.CrudRepository;

/**
 * A repository that is recognized by its type.
 */
interface PlainFilms extends CrudRepository<Film, Ref> {

}
