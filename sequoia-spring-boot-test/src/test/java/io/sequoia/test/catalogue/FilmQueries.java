package io.sequoia.test.catalogue;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;

import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/**
 * A query that takes refs.
 */
@Controller
class FilmQueries {

	private final FilmService films;

	FilmQueries(FilmService films) {
		this.films = films;
	}

	@QueryMapping
	@Nullable Film film(@Argument Ref ref) {
		return this.films.find(ref).orElse(null);
	}

}
