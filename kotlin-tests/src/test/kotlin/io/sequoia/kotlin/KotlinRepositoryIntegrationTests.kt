package io.sequoia.kotlin

import io.sequoia.InvalidCriteriaException
import io.sequoia.Ref
import io.sequoia.core.ReactiveBrowse
import io.sequoia.core.ReactiveSequoiaTemplate
import io.sequoia.core.SequoiaTemplate
import io.sequoia.core.mapping.ResourceMapper
import io.sequoia.core.mapping.SequoiaMappingContext
import io.sequoia.core.mapping.SequoiaResource
import io.sequoia.repository.ReactiveSequoiaRepository
import io.sequoia.repository.SequoiaRepository
import io.sequoia.repository.config.EnableReactiveSequoiaRepositories
import io.sequoia.repository.config.EnableSequoiaRepositories
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactory
import io.sequoia.sandbox.Operation
import io.sequoia.sandbox.SequoiaSandbox
import java.util.Optional
import java.util.stream.Stream
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.assertj.core.api.Assertions.catchThrowable
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.springframework.boot.WebApplicationType
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.context.ConfigurableApplicationContext
import org.springframework.context.annotation.ComponentScan.Filter
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.FilterType
import org.springframework.dao.EmptyResultDataAccessException
import org.springframework.dao.IncorrectResultSizeDataAccessException
import org.springframework.data.domain.PageRequest
import org.springframework.data.domain.Slice
import org.springframework.data.repository.NoRepositoryBean
import org.springframework.data.repository.kotlin.CoroutineCrudRepository
import org.springframework.data.repository.query.QueryCreationException

/** Data classes, nullability, suspending functions and flows of Kotlin. */
class KotlinRepositoryIntegrationTests {

	@BeforeEach
	fun seed() {
		sandbox.put("metadata", "contents", mapOf("name" to "a", "title" to "A", "type" to "movie"))
		sandbox.put("metadata", "contents", mapOf("name" to "b", "title" to "B", "type" to "movie"))
		sandbox.requests().clear()
	}

	@Test
	fun `templates read and write data classes`() {
		val template = context.getBean(SequoiaTemplate::class.java)
		val film = template.read(Ref.of("testmock", "a"), Film::class.java)
		assertThat(film.title).isEqualTo("A")
		assertThat(template.update(film.copy(title = "Better")).title).isEqualTo("Better")
		assertThat(context.getBean(ReactiveSequoiaTemplate::class.java).validate(film).collectList().block()).isEmpty()
	}

	@Test
	fun `null-safety decides what an absent resource is`() {
		val films = context.getBean(Films::class.java)
		assertThat(films.findByName("a").title).isEqualTo("A")
		assertThat(films.findByTitle("absent")).isNull()
		assertThatExceptionOfType(EmptyResultDataAccessException::class.java).isThrownBy { films.findByName("absent") }
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException::class.java)
			.isThrownBy { films.readByType("movie") }
	}

	@Test
	fun `suspending functions give what publishers give`(): Unit = runBlocking {
		val films = context.getBean(SuspendingFilms::class.java)
		assertThat(films.findByName("a")?.title).isEqualTo("A")
		assertThat(films.findByName("absent")).isNull()
		assertThat(films.findByType("movie")).extracting<String> { it.name }.containsExactlyInAnyOrder("a", "b")
		assertThat(films.findByType("clip")).isEmpty()
		assertThat(films.findSliceByType("movie", PageRequest.of(0, 1)).hasNext()).isTrue()
		assertThat(films.countByType("movie")).isEqualTo(2)
		assertThat(films.existsByType("clip")).isFalse()
		assertThat(films.streamByType("movie").toList()).hasSize(2)
		val failure = catchThrowable { runBlocking { films.readByType("movie") } }
		assertThat(failure).isInstanceOf(IncorrectResultSizeDataAccessException::class.java)
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(9)
	}

	@Test
	fun `suspending functions delete`(): Unit = runBlocking {
		val films = context.getBean(SuspendingFilms::class.java)
		films.deleteByName("a")
		assertThat(films.removeByName("b")).isEqualTo(1)
		assertThat(films.countByType("movie")).isZero()
	}

	@Test
	fun `projections of a class without nulls are read whole`(): Unit = runBlocking {
		val films = context.getBean(SuspendingFilms::class.java)
		assertThat(films.findNamesByType("movie")).extracting<String> { it.name }.containsExactlyInAnyOrder("a", "b")
		assertThat(sandbox.requests().of(Operation.BROWSE)[0].query()).doesNotContainKey("fields")
	}

	@Test
	fun `coroutine repositories of Spring Data work`(): Unit = runBlocking {
		val films = context.getBean(CrudFilms::class.java)
		val read = films.findById(Ref.of("testmock", "a"))!!
		assertThat(films.save(read.copy(title = "Saved")).title).isEqualTo("Saved")
		assertThat(sandbox.requests().count(Operation.UPDATE)).isEqualTo(1)
		assertThat(films.findByType("movie").toList()).hasSize(2)
		assertThat(films.findAll().toList()).hasSize(2)
		films.deleteById(Ref.of("testmock", "a"))
		assertThat(films.count()).isEqualTo(1)
	}

	@Test
	fun `suspending functions of a repository that waits are refused at start`() {
		var failure: Throwable? = catchThrowable { run(Refused::class.java).close() }
		while (failure != null && failure !is InvalidCriteriaException) {
			failure = failure.cause
		}
		assertThat(failure).hasMessageContaining("WaitingFilms.findByName").hasMessageContaining("ReactiveSequoiaRepository")
	}

	@Test
	fun `suspending functions that return what only a conversion gives are refused at start`() {
		val factory = ReactiveSequoiaRepositoryFactory(context.getBean(ReactiveSequoiaTemplate::class.java),
			context.getBean(SequoiaMappingContext::class.java), context.getBean(ResourceMapper::class.java))
		val interfaces = listOf(SetOfFilms::class, IterableOfFilms::class, ArrayOfFilms::class, StreamOfFilms::class,
			OptionalFilm::class, BrowsedFilms::class)
		assertThat(interfaces).allSatisfy { films ->
			assertThatExceptionOfType(QueryCreationException::class.java).isThrownBy { factory.getRepository(films.java) }
				.withMessageContaining("return a List, or a Flow without suspend")
		}
		assertThatExceptionOfType(QueryCreationException::class.java)
			.isThrownBy { factory.getRepository(SequenceOfFilms::class.java) }
			.withMessageContaining("it returns Sequence, and must return Film")
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true,
		includeFilters = [Filter(type = FilterType.ASSIGNABLE_TYPE, classes = [Films::class])],
		excludeFilters = [Filter(type = FilterType.ASSIGNABLE_TYPE, classes = [WaitingFilms::class])])
	@EnableReactiveSequoiaRepositories(considerNestedRepositories = true)
	open class Application

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true)
	open class Refused

	@SequoiaResource(service = "metadata", name = "contents")
	data class Film(val ref: Ref? = null, val name: String, val title: String, val type: String,
		val version: String? = null)

	interface Named {

		val name: String

	}

	interface Films : SequoiaRepository<Film> {

		fun findByName(name: String): Film

		fun findByTitle(title: String): Film?

		fun readByType(type: String): Film?

	}

	interface SuspendingFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByName(name: String): Film?

		suspend fun readByType(type: String): Film?

		suspend fun findByType(type: String): List<Film>

		suspend fun findSliceByType(type: String, page: PageRequest): Slice<Film>

		suspend fun findNamesByType(type: String): List<Named>

		suspend fun countByType(type: String): Long

		suspend fun existsByType(type: String): Boolean

		suspend fun deleteByName(name: String)

		suspend fun removeByName(name: String): Long

		fun streamByType(type: String): Flow<Film>

	}

	interface CrudFilms : CoroutineCrudRepository<Film, Ref> {

		fun findByType(type: String): Flow<Film>

	}

	interface WaitingFilms : SequoiaRepository<Film> {

		suspend fun findByName(name: String): Film?

	}

	@NoRepositoryBean
	interface SetOfFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): Set<Film>

	}

	@NoRepositoryBean
	interface IterableOfFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): Iterable<Film>

	}

	@NoRepositoryBean
	interface ArrayOfFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): Array<Film>

	}

	@NoRepositoryBean
	interface StreamOfFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): Stream<Film>

	}

	@NoRepositoryBean
	interface OptionalFilm : ReactiveSequoiaRepository<Film> {

		suspend fun findByName(name: String): Optional<Film>

	}

	@NoRepositoryBean
	interface BrowsedFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): ReactiveBrowse<Film>

	}

	@NoRepositoryBean
	interface SequenceOfFilms : ReactiveSequoiaRepository<Film> {

		suspend fun findByType(type: String): Sequence<Film>

	}

	companion object {

		private lateinit var sandbox: SequoiaSandbox

		private lateinit var context: ConfigurableApplicationContext

		@JvmStatic
		@BeforeAll
		fun start() {
			sandbox = SequoiaSandbox.builder().emptyCatalogue().start()
			context = run(Application::class.java)
		}

		@JvmStatic
		@AfterAll
		fun stop() {
			context.close()
			sandbox.close()
		}

		private fun run(application: Class<*>): ConfigurableApplicationContext = SpringApplicationBuilder(application)
			.web(WebApplicationType.NONE)
			.properties("sequoia.registry.url=" + sandbox.registryUrl(), "sequoia.owner=" + sandbox.owner(),
				"sequoia.auth.client-id=" + sandbox.clientId(), "sequoia.auth.client-secret=" + sandbox.clientSecret(),
				"sequoia.repositories.enabled=false")
			.run()

	}

}
