package tv.acme

import io.sequoia.Ref
import io.sequoia.core.SequoiaTemplate
import io.sequoia.kotlin.browse
import io.sequoia.kotlin.read
import io.sequoia.sandbox.SequoiaSandbox
import io.sequoia.test.SequoiaTest
import io.sequoia.test.WithSandbox
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired

@SequoiaTest
@WithSandbox
class FilmsTests {

	@Test
	fun `finds a film`(@Autowired sequoia: SequoiaTemplate, sandbox: SequoiaSandbox) {
		sandbox.put("metadata", "contents", mapOf("name" to "my-film", "type" to "movie", "title" to "My Film"))
		assertThat(sequoia.read<Film>(Ref.of(sandbox.owner(), "my-film")).title).isEqualTo("My Film")
		assertThat(sequoia.browse<Film> { Film::title equalTo "My Film" }.stream().toList()).hasSize(1)
	}

}
