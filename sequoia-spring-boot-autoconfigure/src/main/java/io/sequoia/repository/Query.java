package io.sequoia.repository;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.annotation.QueryAnnotation;

/**
 * The query of a repository method, written as the protocol has it (PROTOCOL 6):
 *
 * <pre>
 * &#64;Query("withType=:type&amp;withReleaseYear=:from/:to&amp;sort=-createdAt")
 * </pre>
 *
 * Parameters stand behind an operator or at the beginning of a value: by name
 * ({@code :type}), by position from 1 ({@code ?1}), or as an expression
 * ({@code :#{#film.type}}, {@code :${catalogue.type}}). They are data: a text that the
 * service would read as an operator is refused, and a collection becomes alternatives.
 * Names and values are percent-encoded where need be. {@code fields}, {@code sort},
 * {@code include} and {@code count} take no parameters; {@code Sort}, {@code Pageable},
 * projections and {@link Include} do that. A method that returns a number counts, one
 * that returns a boolean tells whether there are any.
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
