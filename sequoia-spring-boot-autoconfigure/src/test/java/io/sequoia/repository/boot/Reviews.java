package io.sequoia.repository.boot;

import java.util.List;

import org.springframework.data.repository.CrudRepository;

interface Reviews extends CrudRepository<Review, Long> {

	List<Review> findByFilm(String film);

}
