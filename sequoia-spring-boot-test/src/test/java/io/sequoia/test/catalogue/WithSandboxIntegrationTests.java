package io.sequoia.test.catalogue;

import java.net.URI;
import java.util.Map;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestConstructor.AutowireMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows the sandbox of a test class: what it starts each test with, and where the test
 * gets it from.
 */
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class WithSandboxIntegrationTests {

	@Nested
	@SequoiaTest
	@WithSandbox
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class EachTestBeginsAnew {

		@Test
		@Order(1)
		void leavesThingsBehind(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			sequoia.store(Film.named("left-behind"));
			sandbox.faults().next(Operation.BROWSE, Fault.status(500));
			assertThat(sandbox.resources("metadata", "contents")).hasSize(331);
		}

		@Test
		@Order(2)
		void findsNothingOfThem(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			assertThat(sandbox.requests().all()).isEmpty();
			assertThat(sandbox.faults().pending()).isZero();
			assertThat(sequoia.count(Criteria.all(), Film.class)).isEqualTo(330);
		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox(emptyCatalogue = true, keepData = true)
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class TestsBuildOnEachOther {

		@Test
		@Order(1)
		void leavesThingsBehind(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			assertThat(sandbox.resources("metadata", "contents")).as("of another class").isEmpty();
			sequoia.store(Film.named("kept"));
			sandbox.faults().next(Operation.BROWSE, Fault.status(500));
		}

		@Test
		@Order(2)
		void findsTheResourcesAlone(SequoiaSandbox sandbox) {
			assertThat(sandbox.requests().all()).isEmpty();
			assertThat(sandbox.faults().pending()).isZero();
			assertThat(sandbox.resources("metadata", "contents")).hasSize(1);
		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox(emptyCatalogue = true, keepData = true)
	class AnotherClassWithThatSandbox {

		@Test
		void beginsAnew(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			assertThat(sandbox.resources("metadata", "contents")).as("of another class").isEmpty();
			sequoia.store(Film.named("kept-too"));
		}

		@Nested
		@NestedTestConfiguration(EnclosingConfiguration.INHERIT)
		class Inner {

			@Test
			void continuesWithTheResourcesOfTheClassAround(SequoiaSandbox sandbox) {
				assertThat(sandbox.resources("metadata", "contents")).hasSize(1);
			}

		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox(owner = "acme", furtherOwners = "other", originPerService = true)
	class Settings {

		@Test
		void makeTheSandbox(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			assertThat(sequoia.store(Film.named("mine")).ref()).hasToString("acme:mine");
			assertThat(sequoia.with(RequestOptions.builder().owner("other").build()).count(Criteria.all(), Film.class))
				.isZero();
			assertThat(sandbox.owner()).isEqualTo("acme");
			assertThat(sequoia.service("metadata").registration().location().getPort()).isNotEqualTo(sandbox.port());
		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox
	class Parameters {

		private static SequoiaSandbox ofClass;

		private final SequoiaSandbox ofConstructor;

		@Autowired
		private SequoiaSandbox ofField;

		Parameters(SequoiaSandbox sandbox) {
			this.ofConstructor = sandbox;
		}

		@BeforeAll
		static void before(SequoiaSandbox sandbox) {
			ofClass = sandbox;
		}

		@BeforeEach
		void prepare(SequoiaSandbox sandbox) {
			sandbox.put("metadata", "contents", Map.of("name", "prepared", "type", "movie", "title", "Prepared"));
		}

		@Test
		void areTheSandboxOfTheContext(SequoiaSandbox sandbox, @Autowired SequoiaSandbox injected) {
			assertThat(sandbox).isSameAs(injected)
				.isSameAs(this.ofField)
				.isSameAs(this.ofConstructor)
				.isSameAs(ofClass);
			assertThat(sandbox.resources("metadata", "contents")).hasSize(331);
		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox
	@TestConstructor(autowireMode = AutowireMode.ALL)
	class AutowiredConstructor {

		private final SequoiaSandbox sandbox;

		private final SequoiaTemplate sequoia;

		AutowiredConstructor(SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			this.sequoia = sequoia;
			this.sandbox = sandbox;
		}

		@Test
		void isLeftToSpring() {
			this.sequoia.store(Film.named("autowired"));
			assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(1);
		}

	}

	@Nested
	@SequoiaTest
	@WithSandbox
	@NestedTestConfiguration(EnclosingConfiguration.INHERIT)
	class Outer {

		@Nested
		class Inner {

			@Test
			void hasTheSandboxOfTheClassAround(SequoiaSandbox sandbox, @Autowired SequoiaSandbox injected) {
				assertThat(sandbox).isSameAs(injected);
			}

		}

		@Nested
		@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
		class Plain {

			@Test
			void needsNoSandbox(TestInfo info) {
				assertThat(info.getTestClass()).contains(Plain.class);
			}

		}

	}

	@Nested
	@WithSandbox(furtherOwners = "partner")
	@SequoiaTest(properties = { "sequoia.registry.url=https://registry.example.com", "sequoia.owner=somebody",
			"sequoia.auth.type=none", "sequoia.clients.partner.owner=partner" })
	class NamedClient {

		@Test
		void ofTheSamePlatformIsConnectedToTheSandboxToo(@Autowired @Qualifier("partner") SequoiaTemplate partner,
				SequoiaSandbox sandbox) {
			assertThat(partner.store(Film.named("named")).ref()).hasToString("partner:named");
			assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1);
		}

	}

	@Nested
	@WithSandbox
	@SpringBootTest(webEnvironment = WebEnvironment.NONE)
	@ContextHierarchy({ @ContextConfiguration(classes = CatalogueApplication.class),
			@ContextConfiguration(classes = Hierarchy.Child.class) })
	class Hierarchy {

		@Test
		void hasOneSandbox(@Autowired SequoiaTemplate sequoia, @Autowired SequoiaSandbox injected,
				SequoiaSandbox sandbox) {
			sequoia.store(Film.named("child"));
			assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1);
			assertThat(injected).isSameAs(sandbox);
		}

		@Configuration(proxyBeanMethods = false)
		static class Child {

		}

	}

	@Nested
	@WithSandbox
	@SpringBootTest(properties = { "sequoia.registry.url=https://registry.example.com", "sequoia.owner=somebody" })
	class WholeApplication {

		@Test
		void isConnectedToTheSandboxWhateverItSaysItself(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) {
			assertThat(sequoia.store(Film.named("whole")).ref()).hasToString("testmock:whole");
			assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1);
		}

		@TestConfiguration
		static class Connection {

			@Bean
			SequoiaConnectionDetails connectionOfTheApplication() {
				return new SequoiaConnectionDetails() {

					@Override
					public URI registryUrl() {
						return URI.create("https://registry.example.com");
					}

					@Override
					public String owner() {
						return "somebody";
					}

					@Override
					public Authentication authentication() {
						return Authentication.none();
					}

				};
			}

		}

	}

}
