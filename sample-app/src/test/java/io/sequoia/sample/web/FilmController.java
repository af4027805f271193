package io.sequoia.sample.web;

import io.sequoia.Ref;
import io.sequoia.core.IfMatch;
import io.sequoia.core.SequoiaTemplate;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The controller of {@code docs/web.md}.
 */
@RestController
@RequestMapping("/films")
class FilmController {

	private final SequoiaTemplate sequoia;

	FilmController(SequoiaTemplate sequoia) {
		this.sequoia = sequoia;
	}

	@GetMapping("/{ref}")
	ResponseEntity<Film> read(@PathVariable Ref ref) {
		Film film = this.sequoia.read(ref, Film.class);
		return ResponseEntity.ok().eTag(film.version()).body(film);
	}

	@PatchMapping("/{ref}")
	ResponseEntity<Film> rename(@PathVariable Ref ref, @RequestHeader(HttpHeaders.IF_MATCH) IfMatch ifMatch,
			@RequestParam String title) {
		Film film = this.sequoia.update(this.sequoia.read(ref, Film.class).renamed(title, ifMatch.version()));
		return ResponseEntity.ok().eTag(film.version()).body(film);
	}

}
