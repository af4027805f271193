package tv.acme;

import java.util.List;

import io.sequoia.repository.SequoiaRepository;

public interface Films extends SequoiaRepository<Film> {

	List<Film> findByTitle(String title);

}
