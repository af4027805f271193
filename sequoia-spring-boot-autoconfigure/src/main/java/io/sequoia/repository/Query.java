package io.sequoia.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

/**
 * The query of a repository method, in the notation of the protocol (docs/protocol.md,
 * section 6):
 *
 * <pre>
 * &#64;Query("withType=:type&amp;withReleaseYear=:from/:to&amp;sort=-createdAt")
 * </pre>
 *
 * A parameter follows an operator or begins a value. It is given by name ({@code :type}),
 * by position from 1 ({@code ?1}), or as an expression ({@code :#{#film.type}},
 * {@code :${catalogue.type}}). Parameters are data: a text in which the service would
 * find an operator is refused, and a collection becomes alternatives. Names and values
 * are percent-encoded where necessary. {@code fields}, {@code sort}, {@code include} and
 * {@code count} take no parameters; {@code Sort}, {@code Pageable}, projections and
 * {@link Include} do that. A method that returns a number counts; a method that returns a
 * boolean tells whether a resource matches.
 */
@Documented
@QueryAnnotation
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {

	/**
	 * The query.
	 * @return for example {@code withType=:type&sort=-createdAt}
	 */
	String value();

}
