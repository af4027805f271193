package io.sequoia.repository.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.sequoia.repository.support.SequoiaRepositoryFactoryBean;

import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Import;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.data.repository.config.DefaultRepositoryBaseClass;
import org.springframework.data.repository.query.QueryLookupStrategy.Key;

/**
 * Makes beans of repositories of resources. With Spring Boot it is not needed unless
 * repositories lie outside the packages of the application, or something about them
 * differs from the defaults; it replaces the auto-configuration.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(SequoiaRepositoriesRegistrar.class)
public @interface EnableSequoiaRepositories {

	/**
	 * The packages to scan; the same as {@link #basePackages()}.
	 * @return the packages
	 */
	String[] value() default {};

	/**
	 * The packages to scan, by default that of the annotated class.
	 * @return the packages
	 */
	String[] basePackages() default {};

	/**
	 * The classes whose packages are scanned.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * The filters for interfaces to accept.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * The filters for interfaces to ignore.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * The suffix of the class names of fragment implementations.
	 * @return the suffix
	 */
	String repositoryImplementationPostfix() default "Impl";

	/**
	 * The location of named queries, by default {@code
	 * META-INF/sequoia-named-queries.properties}.
	 * @return the location
	 */
	String namedQueriesLocation() default "";

	/**
	 * Spring Data's choice between declared queries and method names. By default an
	 * annotation has precedence over a named query, and a named query over the method
	 * name.
	 * @return the strategy
	 */
	Key queryLookupStrategy() default Key.CREATE_IF_NOT_FOUND;

	/**
	 * The class of the factory beans.
	 * @return the class
	 */
	Class<?> repositoryFactoryBeanClass() default SequoiaRepositoryFactoryBean.class;

	/**
	 * The base class of the repositories, instead of
	 * {@link io.sequoia.repository.support.SimpleSequoiaRepository}.
	 * @return the class
	 */
	Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

	/**
	 * The generator of the beans' names.
	 * @return the class
	 */
	Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

	/**
	 * Tell whether interfaces within other types are repositories too.
	 * @return {@code true} if they are
	 */
	boolean considerNestedRepositories() default false;

	/**
	 * The time when repositories are created and their methods checked.
	 * @return the mode
	 */
	BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;

	/**
	 * The name of the operations bean of the repositories, if there are several of its
	 * type.
	 * @return the name, for example {@code sequoiaTemplate}
	 */
	String sequoiaOperationsRef() default "";

	/**
	 * The named client of the repositories, one of {@code sequoia.clients}; by default
	 * the default client.
	 * @return the name, for example {@code archive}
	 */
	String client() default "";

}
