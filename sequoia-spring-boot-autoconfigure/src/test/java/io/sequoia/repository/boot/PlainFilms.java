package io.sequoia.repository.boot;

import io.sequoia.Ref;
import io.sequoia.repository.Film;

import org.springframework.data.repository.CrudRepository;

/**
 * What it is a repository of tells where it belongs.
 */
interface PlainFilms extends CrudRepository<Film, Ref> {

}
