package io.sequoia.repository.boot;

import java.util.List;
import java.util.Optional;

import io.sequoia.repository.Film;
import io.sequoia.repository.SequoiaRepository;

interface Films extends SequoiaRepository<Film>, Shelf {

	List<Film> findByTitleStartingWith(String start);

	Optional<Titled> findTitleByName(String name);

	default boolean holds(String start) {
		return !findByTitleStartingWith(start).isEmpty();
	}

	interface Titled {

		String getTitle();

	}

}
