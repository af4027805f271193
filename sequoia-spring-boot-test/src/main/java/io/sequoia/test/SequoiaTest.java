package io.sequoia.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.sequoia.http.SequoiaHttpClientCustomizer;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Runs a test on the part of the application that talks to the Sequoia platform: the
 * templates, the repositories and the JSON of the application. There is no web server, no
 * controller, no service and no other data store.
 * <p>
 * These of the application's own components are available:
 * {@link SequoiaHttpClientCustomizer}, {@link SequoiaWebClientCustomizer},
 * {@link SequoiaServiceWebClientCustomizer}, and the components for Jackson
 * ({@code JacksonModule}, {@code @JacksonComponent}). Others are added by
 * {@link #includeFilters()} or {@code @Import}.
 * <p>
 * The platform is the one that the application's configuration names; with
 * {@link WithSandbox @WithSandbox} it is the test's own sandbox. If a test needs the
 * whole application, {@link SpringBootTest @SpringBootTest} takes the place of this
 * annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SequoiaTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SequoiaTypeExcludeFilter.class)
@AutoConfigureSequoia
@ImportAutoConfiguration
public @interface SequoiaTest {

	/**
	 * Properties in the form {@code key=value} to add to the {@link Environment} before
	 * the test runs.
	 * @return the properties, none by default
	 */
	String[] properties() default {};

	/**
	 * Tell whether the components above are taken from the application's component scan.
	 * @return {@code true} by default; with {@code false} a component is only taken if
	 * {@link #includeFilters()} names it
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that add components of the application, which the slice would leave out.
	 * @return the filters, none by default
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that leave out components of the application, which the slice would take.
	 * @return the filters, none by default
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to leave out of this test.
	 * @return their classes, none by default
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
