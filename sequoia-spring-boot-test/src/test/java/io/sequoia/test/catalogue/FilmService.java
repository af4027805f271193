package io.sequoia.test.catalogue;

import java.util.Optional;

import io.sequoia.Ref;

import org.springframework.stereotype.Service;

/**
 * A component that a slice leaves out.
 */
@Service
class FilmService {

	private final FilmRepository films;

	FilmService(FilmRepository films) {
		this.films = films;
	}

	Optional<Film> find(Ref ref) {
		return this.films.findById(ref);
	}

}
