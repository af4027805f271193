package io.sequoia.repository;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.sequoia.core.Browse;
import io.sequoia.core.ReactiveBrowse;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Methods that the protocol cannot express fail when the repository is created, with the
 * reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedMethodIntegrationTests {

	private static final ResolvableType FILM = ResolvableType.forClass(Film.class);

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void keywordIsRefused(String method, List<Class<?>> parameters, List<String> message) {
		assertRefused(method, parameters, message, type(SequoiaRepository.class), type(List.class));
		assertRefused(method, parameters, message, type(ReactiveSequoiaRepository.class), type(Flux.class));
	}

	static Stream<Arguments> keywordIsRefused() {
		return Stream.of(
				keyword("findByTitleIgnoreCase", "property 'title'", "ignore", "without IgnoreCase", String.class),
				keyword("findByTitleAndTypeAllIgnoreCase", "property 'title'", "ignore", "without", String.class,
						String.class),
				keyword("findByTitleRegex", "property 'title'", "no regular expressions", "StartingWith", String.class),
				keyword("findByTitleContaining", "Containing on property 'title'", "not its middle", "StartingWith",
						String.class),
				keyword("findByTitleNotContaining", "property 'title'", "not its middle", "q=:text", String.class),
				keyword("findByTitleNotLike", "property 'title'", "not patterns", "", String.class),
				keyword("findByTagsIsEmpty", "IsEmpty on property 'tags'", "not for empty ones", "IsNull or IsNotNull"),
				keyword("findByTagsIsNotEmpty", "property 'tags'", "not for empty ones", "IsNull or IsNotNull"),
				keyword("findByTitleNear", "property 'title'", "no geographic queries", "", String.class),
				keyword("findByTitleWithin", "property 'title'", "no geographic queries", "", String.class),
				keyword("findByParentTitle", "property 'parent.title'", "another property", "intersect", String.class),
				keyword("findByPicturesName", "property 'pictures.name'", "another property", "intersect",
						String.class),
				keyword("findByParent", "property 'parent'", "contains included resources", "intersect", Film.class),
				keyword("findByTitleOrType", "Or", "of one property", "In", String.class, String.class),
				keyword("findByTypeAndTitleOrType", "Or", "of one property", "In", String.class, String.class,
						String.class),
				keyword("findByTitleStartingWithOrTitle", "Or", "of one property", "In", String.class, String.class),
				keyword("findByTypeNotOrTypeNot", "Or", "of one property", "In", String.class, String.class),
				keyword("findByTitel", "No property 'titel' found for type 'Film'", "Did you mean", "title",
						String.class),
				keyword("findByTitleContainingIgnoreCase", "not its middle", "without IgnoreCase", "; and ",
						String.class),
				keyword("findByTitleIgnoreCaseAndParentTitleAndTagsIsEmpty", "without IgnoreCase",
						"property 'parent.title'", "not for empty ones", String.class, String.class),
				keyword("findByTypeOrderByPictures", "'pictures' contains included resources", "", "", String.class),
				keyword("findByType", "asks for 1 values, but it has 0 parameters", "", ""),
				keyword("findByType", "asks for 1 values, but it has 2 parameters", "", "", String.class, String.class),
				keyword("findByReleaseYearBetween", "asks for 2 values, but it has 1 parameters", "", "", int.class),
				keyword("findByTypeIn", "takes a collection or an array, not a String", "", "", String.class),
				keyword("findByTypeNotIn", "takes a collection or an array, not a String", "", "", String.class),
				keyword("findByType", "use the value itself", "Mono", "", Mono.class),
				keyword("findTop10ByType", "a limit and a Pageable", "", "", String.class, Pageable.class),
				keyword("deleteTop10ByType", "limit only the results of a finder", "Limit", "", String.class),
				keyword("deleteFirstByType", "limit only the results of a finder", "Limit", "", String.class),
				keyword("lookUpByHeart", "No property", "", "", String.class));
	}

	@Test
	void tellsWhatIsWrongWithNameAndReturnTypeAtOnce() {
		assertRefused("findByTitleContaining", List.of(String.class, Sort.class),
				List.of("not its middle", "must return Film or a projection"), type(SequoiaRepository.class),
				ResolvableType.forClass(String.class));
	}

	private static Arguments keyword(String method, String property, String reason, String way, Class<?>... types) {
		return arguments(method, List.of(types), List.of(property, reason, way));
	}

	@ParameterizedTest(name = "{0} returning {1}")
	@MethodSource
	void returnTypeIsRefused(String method, ResolvableType returned, List<Class<?>> parameters, String message) {
		assertRefused(method, parameters, List.of(message), type(SequoiaRepository.class), returned);
	}

	static Stream<Arguments> returnTypeIsRefused() {
		String resource = "must return Film or a projection of it";
		return Stream.of(returned("findByType", ResolvableType.forClass(String.class), resource),
				returned("findByType", ResolvableType.forClassWithGenerics(List.class, String.class), resource),
				returned("findByType", ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class),
						resource),
				returned("findByType", ResolvableType.forClass(void.class), resource),
				returned("findByType", ResolvableType.forClass(long.class), resource),
				returned("countByType", type(List.class), "must return a long or an int"),
				returned("countByType", ResolvableType.forClass(boolean.class), "must return a long or an int"),
				returned("countByType", ResolvableType.forClass(String.class), "must return a long or an int"),
				returned("existsByType", ResolvableType.forClass(long.class), "must return a boolean"),
				returned("deleteByType", FILM, "must return nothing, the number"),
				returned("deleteByType", ResolvableType.forClassWithGenerics(List.class, String.class),
						"must return nothing, the number"),
				returned("findTop10ByType", type(Browse.class), "a limit, but its return type cannot be limited"),
				returned("findTop10ByType", type(Page.class), "a limit, but", Pageable.class),
				returned("findTop10ByType", type(Slice.class), "a limit, but", Pageable.class),
				returned("countByType", ResolvableType.forClass(long.class), "a limit, but", Limit.class),
				returned("findByType", type(Page.class), "needs to have a Pageable parameter"),
				returned("findByType", type(Window.class), "needs to have a ScrollPosition parameter"),
				returned("findByType", type(Window.class), "for pages by number", Pageable.class),
				returned("findByType", type(List.class), "has to have one of the following return types",
						ScrollPosition.class),
				returned("findByType", FILM, "has to have one of the following return types", Pageable.class),
				returned("findByType", type(Page.class), "must not define Limit nor Sort", Pageable.class, Sort.class),
				returned("findByType", type(Flux.class), "extend ReactiveSequoiaRepository"),
				returned("findByType", type(Mono.class), "extend ReactiveSequoiaRepository"),
				returned("findByType", type(ReactiveBrowse.class), "extend ReactiveSequoiaRepository"),
				returned("findByType",
						ResolvableType.forClassWithGenerics(List.class, ResolvableType.forClass(Unfitting.class)),
						"Film has no property 'colour'"));
	}

	private static Arguments returned(String method, ResolvableType type, String message, Class<?>... further) {
		return arguments(method, type, Stream.concat(Stream.of(String.class), Stream.of(further)).toList(), message);
	}

	@ParameterizedTest(name = "{0} returning {1}")
	@MethodSource
	void returnTypeIsRefusedWhereNothingWaits(String method, ResolvableType returned, List<Class<?>> parameters,
			String message) {
		assertRefused(method, parameters, List.of(message), type(ReactiveSequoiaRepository.class), returned);
	}

	static Stream<Arguments> returnTypeIsRefusedWhereNothingWaits() {
		return Stream.of(returned("findByType", type(List.class), "a reactive repository does not wait"),
				returned("findByType", FILM, "a reactive repository does not wait"),
				returned("findByType", type(Browse.class), "a reactive repository does not wait"),
				returned("findByType", type(CompletableFuture.class), "a reactive repository does not wait"),
				returned("findByType", ResolvableType.forClassWithGenerics(Mono.class, type(List.class)),
						"a collection within a publisher: return a Flux"),
				returned("findByType", type(Mono.class), "a Pageable, but its return type does not support it",
						Pageable.class),
				returned("countByType", ResolvableType.forClassWithGenerics(Mono.class, String.class),
						"must return a long or an int"),
				returned("existsByType", ResolvableType.forClassWithGenerics(Mono.class, Long.class),
						"must return a boolean"),
				returned("deleteByType", type(Mono.class), "must return nothing, the number"),
				returned("findByType", ResolvableType.forClassWithGenerics(Flux.class, String.class),
						"must return Film or a projection of it"));
	}

	@ParameterizedTest(name = "{0} returning {1}")
	@MethodSource
	void returnTypeIsTaken(String method, ResolvableType returned, List<Class<?>> parameters) {
		Class<?> base = returned.resolve() == Flux.class || returned.resolve() == Mono.class
				|| returned.resolve() == ReactiveBrowse.class ? ReactiveSequoiaRepository.class
						: SequoiaRepository.class;
		Class<?> repository = repository(type(base), returned, method, parameters);
		assertThatCode(() -> this.sandbox.repository(repository)).doesNotThrowAnyException();
	}

	static Stream<Arguments> returnTypeIsTaken() {
		return Stream
			.of(returned("findByType", FILM, ""), returned("findByType", type(Optional.class), ""),
					returned("findByType", type(Set.class), ""), returned("findByType", type(Collection.class), ""),
					returned("findByType", type(Iterable.class), ""), returned("findByType", type(Stream.class), ""),
					returned("findByType", type(Stream.class), "", Pageable.class),
					returned("findByType", type(CompletableFuture.class), ""),
					returned("findByType", ResolvableType.forClass(Object.class), ""),
					returned("findByType", type(Browse.class), "", Sort.class),
					returned("findByType", type(Window.class), "", ScrollPosition.class, Limit.class),
					returned("deleteByType", ResolvableType.forClass(void.class), ""),
					returned("deleteByType", ResolvableType.forClass(Void.class), ""),
					returned("countByType", ResolvableType.forClassWithGenerics(CompletableFuture.class, Long.class),
							""),
					returned("findByType", type(ReactiveBrowse.class), ""),
					returned("findByType", type(Flux.class), "", Pageable.class),
					returned("findByType", ResolvableType.forClassWithGenerics(Mono.class, type(Page.class)), "",
							Pageable.class),
					returned("findByType", ResolvableType.forClassWithGenerics(Mono.class, type(Window.class)), "",
							ScrollPosition.class),
					returned("deleteByType", ResolvableType.forClassWithGenerics(Mono.class, Void.class), ""))
			.map((arguments) -> arguments(arguments.get()[0], arguments.get()[1], arguments.get()[2]));
	}

	@Test
	void typeMustSayWhichCollectionItIsOf() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.sandbox.repository(Plains.class))
			.withMessageContaining("@SequoiaResource");
	}

	@Test
	void idsMustBeReferences() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.repository(Numbered.class))
			.withMessage("The ids of Numbered must be of type Ref, not Long");
		assertThatIllegalArgumentException().isThrownBy(() -> this.sandbox.repository(ReactiveNumbered.class))
			.withMessageContaining("must be of type Ref");
	}

	private void assertRefused(String method, List<Class<?>> parameters, List<String> message, ResolvableType base,
			ResolvableType returned) {
		Class<?> repository = repository(base, returned, method, parameters);
		assertThatExceptionOfType(QueryCreationException.class).isThrownBy(() -> this.sandbox.repository(repository))
			.satisfies((ex) -> assertThat(ex.toString()).contains("[Films." + method + "(").contains(message));
	}

	private static Class<?> repository(ResolvableType base, ResolvableType returned, String method,
			List<Class<?>> parameters) {
		return new ByteBuddy().makeInterface(generic(base))
			.name("io.sequoia.repository.generated.Films")
			.defineMethod(method, generic(returned), Visibility.PUBLIC)
			.withParameters(parameters.toArray(Type[]::new))
			.withoutCode()
			.make()
			.load(RefusedMethodIntegrationTests.class.getClassLoader())
			.getLoaded();
	}

	private static TypeDescription.Generic generic(ResolvableType type) {
		Class<?> raw = type.toClass();
		if (!type.hasGenerics()) {
			return TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(raw);
		}
		return TypeDescription.Generic.Builder
			.parameterizedType(TypeDescription.ForLoadedType.of(raw),
					Stream.of(type.getGenerics()).map(RefusedMethodIntegrationTests::generic).toList())
			.build();
	}

	private static ResolvableType type(Class<?> type) {
		return ResolvableType.forClassWithGenerics(type, FILM);
	}

	interface Plains extends SequoiaRepository<Plain> {

	}

	interface Numbered extends CrudRepository<Film, Long> {

	}

	interface ReactiveNumbered extends ReactiveCrudRepository<Film, String> {

	}

	public record Plain(String ref) {
	}

	public interface Unfitting {

		String getTitle();

		String getColour();

	}

}
