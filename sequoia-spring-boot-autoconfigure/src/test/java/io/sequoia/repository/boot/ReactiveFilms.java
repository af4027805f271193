package io.sequoia.repository.boot;

import io.sequoia.repository.Film;
import io.sequoia.repository.ReactiveSequoiaRepository;
import reactor.core.publisher.Flux;

interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

	Flux<Film> findByTitleStartingWith(String start);

}
