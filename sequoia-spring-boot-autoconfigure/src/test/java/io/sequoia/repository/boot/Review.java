package io.sequoia.repository.boot;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * An entity in the application's own database.
 */
@Entity
class Review {

	@Id
	@GeneratedValue
	private @Nullable Long id;

	private String film;

	Review(String film) {
		this.film = film;
	}

	Review() {
		this("");
	}

	String getFilm() {
		return this.film;
	}

}
