package tv.acme;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@SequoiaTest
@WithSandbox
class FilmsTests {

	@Test
	void findsAFilmAfterAFailure(@Autowired Films films, @Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "my-film", "type", "movie", "title", "My Film"));
		sandbox.faults().next(Operation.BROWSE, Fault.status(503));
		assertThat(films.findByTitle("My Film")).extracting(Film::name).containsExactly("my-film");
		assertThat(sequoia.read(Ref.of(sandbox.owner(), "my-film"), Film.class).title()).isEqualTo("My Film");
	}

}
