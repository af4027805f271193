package io.sequoia.test.catalogue;

import io.sequoia.Ref;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An endpoint that takes refs.
 */
@RestController
class FilmController {

	private final FilmService films;

	FilmController(FilmService films) {
		this.films = films;
	}

	@GetMapping("/films/{ref}")
	Film film(@PathVariable Ref ref) {
		return this.films.find(ref).orElseThrow();
	}

}
