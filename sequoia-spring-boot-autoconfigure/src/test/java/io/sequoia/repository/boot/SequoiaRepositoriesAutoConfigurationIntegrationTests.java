package io.sequoia.repository.boot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.AccessDeniedException;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.autoconfigure.SequoiaRepositoriesAutoConfiguration;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.repository.Film;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.repository.support.SequoiaExceptionTranslator;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.autoconfigure.metrics.DataRepositoryMetricsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The beans for the interfaces in the packages of an application.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class SequoiaRepositoriesAutoConfigurationIntegrationTests {

	@AutoClose
	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().furtherOwners("other").start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SequoiaAutoConfiguration.class, SequoiaRepositoriesAutoConfiguration.class,
						JacksonAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues(ClientApplication.connected(this.sandbox, "sequoia.retry.enabled=false"));

	private final ApplicationContextRunner application = this.runner.withUserConfiguration(Application.class);

	@BeforeAll
	void store() {
		this.sandbox.put("metadata", "contents", Map.of("name", "a", "title", "Alien", "type", "movie"));
	}

	@BeforeEach
	void clear() {
		this.sandbox.requests().clear();
	}

	@Test
	void makesBeansOfTheRepositoriesInTheApplicationsPackages() {
		this.application.run((context) -> {
			assertThat(context).hasSingleBean(Films.class)
				.hasSingleBean(ReactiveFilms.class)
				.hasSingleBean(PlainFilms.class)
				.hasSingleBean(SequoiaExceptionTranslator.class)
				.doesNotHaveBean(ApplicationRepository.class)
				.doesNotHaveBean(Reviews.class);
			assertThat(this.sandbox.requests().count()).as("requests at start").isZero();
			Films films = context.getBean(Films.class);
			assertThat(films.findByTitleStartingWith("Ali")).hasSize(1);
			assertThat(films.holds("Ali")).isTrue();
			assertThat(films.label()).isEqualTo("1 films");
			assertThat(context.getBean(ReactiveFilms.class).findByTitleStartingWith("Ali").count().block()).isOne();
			assertThat(context.getBean(PlainFilms.class).count()).isOne();
		});
	}

	@Test
	void makesNoneIfTheyAreSwitchedOff() {
		this.application.withPropertyValues("sequoia.repositories.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SequoiaTemplate.class)
				.doesNotHaveBean(SequoiaRepository.class)
				.doesNotHaveBean(ReactiveFilms.class)
				.doesNotHaveBean(PlainFilms.class));
	}

	@Test
	void makesNoneWithoutAClient() {
		this.application.withPropertyValues("sequoia.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SequoiaRepository.class)
				.doesNotHaveBean(ReactiveFilms.class));
	}

	@Test
	void makesNoneOfOtherPackages() {
		this.runner.withUserConfiguration(Elsewhere.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SequoiaRepository.class));
	}

	@Test
	void applicationsOwnChoiceTakesThePlaceOfTheAutoConfiguration() {
		this.application.withUserConfiguration(OwnChoice.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Films.class)
				.hasSingleBean(PlainFilms.class)
				.hasSingleBean(ReactiveFilms.class));
		this.application.withUserConfiguration(OwnReactiveChoice.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Films.class)
				.doesNotHaveBean(ReactiveFilms.class));
	}

	@Test
	void repositoriesHaveTheBaseClassAndTheOperationsThatAreNamed() {
		this.application.withUserConfiguration(Customized.class).run((context) -> {
			Customized.Everything everything = context.getBean(Customized.Everything.class);
			assertThat(everything.twice()).isZero();
			assertThat(everything.save(Film.of("o", "Other")).owner()).isEqualTo("other");
			assertThat(everything.twice()).isEqualTo(2);
			assertThat(context.getBean(SequoiaTemplate.class).resources(Film.class).browse().list()).hasSize(1);
			everything.deleteAll(everything.findAll());
		});
	}

	@Test
	void methodThatCannotBeExpressedStopsTheStart() {
		this.application.withUserConfiguration(Refused.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Wishes.findByTitleContaining")
				.hasMessageContaining("'title'")
				.hasMessageContaining("not its middle")
				.hasMessageContaining("StartingWith or EndingWith"));
	}

	@Test
	void startThatStoppedIsExplained(CapturedOutput output) {
		SpringApplicationBuilder refused = new SpringApplicationBuilder(Application.class, Refused.class,
				SequoiaAutoConfiguration.class, SequoiaRepositoriesAutoConfiguration.class)
			.web(WebApplicationType.NONE)
			.properties("sequoia.registry.url=" + this.sandbox.registryUrl(), "sequoia.owner=testmock",
					"sequoia.auth.type=none");
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(refused::run);
		assertThat(output).containsSubsequence("APPLICATION FAILED TO START", "Wishes.findByTitleContaining(",
				"Reason: Wishes.findByTitleContaining: Containing on property 'title'", "Action:", "@Query");
	}

	@Test
	void livesBesideRepositoriesOfADatabase() {
		this.application.withUserConfiguration(Database.class).run((context) -> {
			Reviews reviews = context.getBean(Reviews.class);
			reviews.save(new Review("testmock:a"));
			assertThat(reviews.findByFilm("testmock:a")).hasSize(1);
			assertThat(context.getBean(Films.class).findByTitleStartingWith("Ali")).hasSize(1);
			assertThat(context.getBean(PlainFilms.class).count()).isOne();
			assertThat(context.getBeanNamesForType(org.springframework.data.repository.Repository.class))
				.containsExactlyInAnyOrder("reviews", "films", "plainFilms", "reactiveFilms");
		});
	}

	@Test
	void logsNothingInAnApplicationWithRepositoriesOfADatabaseAlone(CapturedOutput output) {
		this.application.withClassLoader(new FilteredClassLoader(Films.class, PlainFilms.class, ReactiveFilms.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SequoiaRepository.class));
		assertThat(output).doesNotContain(Reviews.class.getSimpleName(), "Spring Data Sequoia");
	}

	@Test
	void invocationsAreMeasured() {
		this.application.withUserConfiguration(Meters.class)
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, DataRepositoryMetricsAutoConfiguration.class))
			.run((context) -> {
				Films films = context.getBean(Films.class);
				films.findByTitleStartingWith("Ali");
				this.sandbox.faults().next(Operation.BROWSE, Fault.status(403));
				assertThatExceptionOfType(AccessDeniedException.class)
					.isThrownBy(() -> films.findByTitleStartingWith("Ali"));
				context.getBean(ReactiveFilms.class).findByTitleStartingWith("Ali").blockLast();
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				for (List<String> tags : List.of(List.of("repository", "Films", "state", "SUCCESS"),
						List.of("repository", "Films", "state", "ERROR", "exception", "AccessDeniedException"),
						List.of("repository", "ReactiveFilms", "state", "SUCCESS"))) {
					assertThat(meters.get("spring.data.repository.invocations")
						.tag("method", "findByTitleStartingWith")
						.tags(tags.toArray(String[]::new))
						.timer()
						.count()).as(tags.toString()).isOne();
				}
			});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Films.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = SequoiaTemplate.class)
	static class Elsewhere {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSequoiaRepositories(basePackageClasses = Films.class,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = PlainFilms.class))
	static class OwnChoice {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveSequoiaRepositories(basePackageClasses = SequoiaTemplate.class)
	static class OwnReactiveChoice {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSequoiaRepositories(considerNestedRepositories = true, sequoiaOperationsRef = "others",
			repositoryBaseClass = ApplicationRepositoryBase.class,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Customized.Everything.class))
	static class Customized {

		@Bean(defaultCandidate = false)
		SequoiaOperations others(SequoiaTemplate template) {
			return template.with(RequestOptions.builder().owner("other").build());
		}

		interface Everything extends ApplicationRepository<Film> {

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableSequoiaRepositories(considerNestedRepositories = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Refused.Wishes.class))
	static class Refused {

		interface Wishes extends SequoiaRepository<Film> {

			Set<Film> findByTitleContaining(String word);

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableJpaRepositories(basePackageClasses = Reviews.class)
	static class Database {

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			HibernateJpaVendorAdapter hibernate = new HibernateJpaVendorAdapter();
			hibernate.setGenerateDdl(true);
			factory.setDataSource(dataSource);
			factory.setJpaVendorAdapter(hibernate);
			factory.setPackagesToScan(Review.class.getPackageName());
			return factory;
		}

		@Bean
		PlatformTransactionManager transactionManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
