package io.sequoia.kotlin

import io.sequoia.InvalidCriteriaException
import io.sequoia.Ref
import io.sequoia.ResourceNotFoundException
import io.sequoia.core.ReactiveSequoiaTemplate
import io.sequoia.core.SequoiaTemplate
import io.sequoia.core.mapping.SequoiaResource
import io.sequoia.core.query.Criteria
import io.sequoia.core.query.Criteria.where
import io.sequoia.core.query.Field
import io.sequoia.core.query.Inclusion
import io.sequoia.repository.SequoiaRepository
import io.sequoia.repository.config.EnableSequoiaRepositories
import io.sequoia.sandbox.Operation
import io.sequoia.sandbox.SequoiaSandbox
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.minutes
import kotlin.time.ExperimentalTime
import kotlin.time.Instant
import kotlinx.coroutines.flow.first
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

/** Reified types, coroutines, criteria and value classes. */
class KotlinExtensionsIntegrationTests {

	private val a = Ref.of("testmock", "a")

	private val absent = Ref.of("testmock", "absent")

	@BeforeEach
	fun seed() {
		sandbox.reset()
		sandbox.put("metadata", "contents", mapOf("name" to "a", "title" to "A", "type" to "movie"))
		sandbox.put("metadata", "contents", mapOf("name" to "b", "title" to "B", "type" to "movie"))
		sandbox.requests().clear()
	}

	@Test
	fun `types are reified`() {
		assertThat(template.read<Film>(a).title).isEqualTo(Title("A"))
		assertThat(template.find<Film>(absent)).isNull()
		assertThat(template.readAll<Film>(listOf(a, absent)).map { it.name }).containsExactly("a")
		assertThat(template.browse<Film> { Film::title startsWith "B" }.list().map { it.name }).containsExactly("b")
		assertThat(template.browse<Film>().list()).hasSize(2)
		assertThat(template.count<Film> { Film::type equalTo "movie" }).isEqualTo(2)
		assertThat(template.count<Film>()).isEqualTo(2)
		assertThat(template.update<Film>(a) { it.copy(title = Title("Better")) }.title).isEqualTo(Title("Better"))
		assertThat(template.resources<Film>().read(a).title).isEqualTo(Title("Better"))
		assertThat(template.delete<Film>(a)).isTrue()
		assertThat(template.delete<Film>(a)).isFalse()
		template.deleteAll<Film>(listOf(Ref.of("testmock", "b")))
		assertThat(template.count<Film>()).isZero()
	}

	@Test
	fun `coroutines wait without a thread`(): Unit = runBlocking {
		assertThat(reactive.awaitRead<Film>(a).title).isEqualTo(Title("A"))
		assertThat(reactive.awaitFind<Film>(absent)).isNull()
		val failure = catchThrowable { runBlocking { reactive.awaitRead<Film>(absent) } }
		assertThat(failure).isInstanceOf(ResourceNotFoundException::class.java)
		assertThat(reactive.readAllAsFlow<Film>(listOf(a, absent)).toList()).hasSize(1)
		assertThat(reactive.browse<Film> { Film::type equalTo "movie" }.asFlow().toList()).hasSize(2)
		assertThat(reactive.browse<Film>().asFlow().first().type).isEqualTo("movie")
		assertThat(reactive.awaitCount<Film>()).isEqualTo(2)
		val stored = reactive.awaitStore(Film(name = "c", title = Title("C"), type = "movie"))
		assertThat(reactive.awaitUpdate(stored.copy(title = Title("D"))).title).isEqualTo(Title("D"))
		assertThat(reactive.awaitUpdate<Film>(a) { it.copy(title = Title("E")) }.title).isEqualTo(Title("E"))
		assertThat(reactive.awaitDelete<Film>(a)).isTrue()
		assertThat(reactive.awaitDelete<Film>(a)).isFalse()
		reactive.awaitDeleteAll<Film>(listOf(stored.ref!!))
		assertThat(reactive.resources<Film>().count(Criteria.all()).block()).isOne()
	}

	@Test
	fun `criteria are those of Java`() {
		val built = criteria {
			Film::type equalTo "movie"
			Film::type notEqualTo "show"
			Film::title oneOrMoreOf listOf(Title("A"), Title("B"))
			field("tags") allOf listOf("x", "y")
			Film::title startsWith "A"
			Film::title endsWith "A"
			field("createdAt") between ("2014" to "2015")
			field("createdAt") notBetween ("2016" to "2017")
			field("createdAt") lessThan "2018"
			field("createdAt") lessThanOrEqualTo "2019"
			field("createdAt") greaterThan "2010"
			field("createdAt") greaterThanOrEqualTo "2011"
			exists(Film::title)
			notExists(Film::version)
			textSearch("dragons")
			include("assets", "categories")
			fields("ref", "title")
			orderBy("title")
			orderByDescending("createdAt")
			perPage(10)
			lang("es")
			change { count() }
		}
		val type = Field.field("type")
		val title = Field.field("title")
		val createdAt = Field.field("createdAt")
		val written = where(type.equalTo("movie")).and(type.notEqualTo("show")).and(title.oneOrMoreOf("A", "B"))
			.and(Field.field("tags").allOf("x", "y"))
			.and(title.startsWith("A")).and(title.endsWith("A"))
			.and(createdAt.between("2014", "2015")).and(createdAt.notBetween("2016", "2017"))
			.and(createdAt.lessThan("2018")).and(createdAt.lessThanOrEqualTo("2019"))
			.and(createdAt.greaterThan("2010")).and(createdAt.greaterThanOrEqualTo("2011"))
			.and(title.exists()).and(Field.field("version").notExists())
			.and(Field.textSearch("dragons"))
			.include(Inclusion.resource("assets"), Inclusion.resource("categories"))
			.fields("ref", "title").orderBy("title").orderBy("createdAt").desc().perPage(10).lang("es").count()
		assertThat(built.toQueryParameters()).isEqualTo(written.toQueryParameters())
		assertThatExceptionOfType(InvalidCriteriaException::class.java).isThrownBy { criteria { Film::title equalTo "" } }
	}

	@Test
	fun `examples of the page are code of this class`() {
		val sequoia = template
		val films = sequoia.browse<Film> {
			Film::type equalTo "movie"
			field("createdAt") greaterThan "2024"
			include("assets")
			orderByDescending("createdAt")
		}
		assertThat(films.list()).hasSize(2)
		val code = withoutIndentation(Path.of("src/test/kotlin/io/sequoia/kotlin/KotlinExtensionsIntegrationTests.kt").readText())
		val examples = Regex("(?s)```kotlin\n(.*?)```").findAll(Path.of("../docs/kotlin.md").readText()).toList()
		assertThat(examples).isNotEmpty.allSatisfy { assertThat(code).contains(withoutIndentation(it.groupValues[1])) }
	}

	@Test
	fun `value classes are what they hold`() {
		assertThat(criteria { field("name") equalTo Name("a") }).isEqualTo(where(Field.field("name").equalTo("a")))
		val films = context.getBean(Films::class.java)
		val read = films.findById(a).orElseThrow()
		assertThat(read.title).isEqualTo(Title("A"))
		assertThat(films.save(read.copy(title = Title("Saved"))).title).isEqualTo(Title("Saved"))
		assertThat(sandbox.requests().count(Operation.UPDATE)).isOne()
		assertThat(template.service("metadata").resources("contents").read(a)["title"]).isEqualTo("Saved")
		template.browse<Film> { Film::title equalTo Title("Saved") }.list()
		assertThat(sandbox.requests().of(Operation.BROWSE)[0].query()["withTitle"]).containsExactly("Saved")
		assertThat(films.browse(criteria { Film::title equalTo Title("Saved") }).list()).hasSize(1)
	}

	@Test
	@OptIn(ExperimentalTime::class)
	fun `numbers and times of Kotlin are values, not their bits`() {
		val built = criteria {
			field("size") equalTo UInt.MAX_VALUE
			field("size") oneOrMoreOf listOf(UByte.MAX_VALUE, UShort.MAX_VALUE, ULong.MAX_VALUE)
			field("duration") equalTo 90.minutes
			field("createdAt") between (Instant.fromEpochSeconds(0) to Instant.fromEpochSeconds(60))
		}
		assertThat(built).isEqualTo(where(Field.field("size").equalTo("4294967295"))
			.and(Field.field("size").oneOrMoreOf("255", "65535", "18446744073709551615"))
			.and(Field.field("duration").equalTo(Duration.ofMinutes(90)))
			.and(Field.field("createdAt").between(java.time.Instant.EPOCH, java.time.Instant.ofEpochSecond(60))))
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true,
		includeFilters = [Filter(type = FilterType.ASSIGNABLE_TYPE, classes = [Films::class])],
		excludeFilters = [Filter(type = FilterType.ASSIGNABLE_TYPE, classes = [KotlinRepositoryIntegrationTests.WaitingFilms::class])])
	open class Application

	@JvmInline
	value class Title(val text: String)

	@JvmInline
	private value class Name(val text: String)
	@SequoiaResource(service = "metadata", name = "contents")
	data class Film(val ref: Ref? = null, val name: String, val title: Title, val type: String,
		val version: String? = null)

	interface Films : SequoiaRepository<Film>

	private fun withoutIndentation(text: String) = text.replace(Regex("\\s+"), " ")

	companion object {

		private lateinit var sandbox: SequoiaSandbox

		private lateinit var context: ConfigurableApplicationContext

		private lateinit var template: SequoiaTemplate

		private lateinit var reactive: ReactiveSequoiaTemplate

		@JvmStatic
		@BeforeAll
		fun start() {
			sandbox = SequoiaSandbox.builder().emptyCatalogue().start()
			context = SpringApplicationBuilder(Application::class.java).web(WebApplicationType.NONE)
				.properties("sequoia.registry.url=" + sandbox.registryUrl(), "sequoia.owner=" + sandbox.owner(),
					"sequoia.auth.client-id=" + sandbox.clientId(),
					"sequoia.auth.client-secret=" + sandbox.clientSecret(), "sequoia.repositories.enabled=false")
				.run()
			template = context.getBean(SequoiaTemplate::class.java)
			reactive = context.getBean(ReactiveSequoiaTemplate::class.java)
		}

		@JvmStatic
		@AfterAll
		fun stop() {
			context.close()
			sandbox.close()
		}

	}

}
