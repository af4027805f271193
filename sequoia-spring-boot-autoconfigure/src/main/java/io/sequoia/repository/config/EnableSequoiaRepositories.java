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
 * differs from the defaults; it takes the place of the auto-configuration.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(SequoiaRepositoriesRegistrar.class)
public @interface EnableSequoiaRepositories {

	/**
	 * The packages to look in; the same as {@link #basePackages()}.
	 * @return the packages
	 */
	String[] value() default {};

	/**
	 * The packages to look in, by default that of the annotated class.
	 * @return the packages
	 */
	String[] basePackages() default {};

	/**
	 * Classes in whose packages to look.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Which of the found interfaces to take.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Which of the found interfaces to leave.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * What the names of implementations of fragments end in.
	 * @return the ending
	 */
	String repositoryImplementationPostfix() default "Impl";

	/**
	 * Where named queries are, by default in
	 * {@code META-INF/sequoia-named-queries.properties}.
	 * @return the location
	 */
	String namedQueriesLocation() default "";

	/**
	 * Spring Data's choice between declared queries and names of methods: here an
	 * annotation wins over a named query, and that over the name.
	 * @return the strategy
	 */
	Key queryLookupStrategy() default Key.CREATE_IF_NOT_FOUND;

	/**
	 * What makes the beans.
	 * @return the class
	 */
	Class<?> repositoryFactoryBeanClass() default SequoiaRepositoryFactoryBean.class;

	/**
	 * The class that stands behind the repositories, instead of
	 * {@link io.sequoia.repository.support.SimpleSequoiaRepository}.
	 * @return the class
	 */
	Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

	/**
	 * What names the beans.
	 * @return the class
	 */
	Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

	/**
	 * Whether interfaces within other types are repositories too.
	 * @return whether they are
	 */
	boolean considerNestedRepositories() default false;

	/**
	 * When repositories are made, and their methods checked.
	 * @return the mode
	 */
	BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;

	/**
	 * The name of the bean that the repositories call, if it is not the only one of its
	 * type.
	 * @return the name, for example {@code sequoiaTemplate}
	 */
	String sequoiaOperationsRef() default "";

}
