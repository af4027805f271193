package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.Map;

import io.sequoia.autoconfigure.ConfigurationUnderTest.Planted;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class SequoiaConnectionDetailsTests {

	private static final String TYPE = SequoiaConnectionDetailsTests.class.getName() + "$Supplied.";

	@Test
	void replacePropertiesAsWhole() {
		supplied("https://registry.example.com", "testmock", Authentication.clientCredentials("id", Planted.SECRET))
			.withPropertyValues("sequoia.registry.url=ftp://ignored", "sequoia.auth.type=token")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SequoiaConnectionDetails details = context.getBean(ValidatedSequoiaConfiguration.class)
					.connectionDetails();
				assertThat(details).isInstanceOf(Supplied.class);
				assertThat(details.services()).isEmpty();
				assertThat(details.sslBundle()).isNull();
			});
	}

	@Test
	void areMadeOfValuesThatNeverChange() {
		SequoiaConnectionDetails details = SequoiaConnectionDetails.of(URI.create("https://registry.example.com"),
				"testmock", Authentication.clientCredentials("id", Planted.SECRET));
		assertThat(details.toString()).contains("testmock").doesNotContain(Planted.SECRET);
		ConfigurationUnderTest.empty().withBean(SequoiaConnectionDetails.class, () -> details).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ValidatedSequoiaConfiguration.class).connectionDetails()).isSameAs(details);
		});
	}

	@Test
	void areCheckedByTheSameRules() {
		supplied("https://me:" + Planted.PASSWORD + "@registry.example.com", "test mock",
				Authentication.clientCredentials(" ", Planted.SECRET + "\n"))
			.run((context) -> {
				assertThat(failure(context)).hasMessageContainingAll(TYPE + "registryUrl()",
						"contains user information", TYPE + "owner()", "[a-zA-Z0-9_-]",
						TYPE + "authentication().clientId()", "is blank", TYPE + "authentication().clientSecret()",
						"ends with a line break");
				assertThat(failure(context)).hasMessageNotContainingAny(Planted.PASSWORD, Planted.SECRET);
			});
	}

	@Test
	void areCheckedTogetherWithSettings() {
		supplied("http://registry.example.com", "testmock", Authentication.none())
			.withPropertyValues("sequoia.batch.size=0")
			.run((context) -> assertThat(failure(context)).hasMessageContainingAll("plain http", "sequoia.batch.size"));
	}

	@Test
	void mayAllowPlainHttp() {
		ConfigurationUnderTest.empty()
			.withBean(SequoiaConnectionDetails.class,
					() -> new Supplied(URI.create("http://engine.example.com"), "testmock", Authentication.none(),
							Map.of(), true))
			.run((context) -> assertThat(context.getBean(SettingsMapper.class).registry().allowInsecure()).isTrue());
		supplied("http://engine.example.com", "testmock", Authentication.none())
			.run((context) -> assertThat(failure(context)).hasMessageContaining("uses plain http"));
	}

	@Test
	void mayGiveFixedLocations() {
		supplied("https://registry.example.com", "testmock", Authentication.none(),
				Map.of("metadata", URI.create("/metadata")))
			.run((context) -> assertThat(failure(context)).hasMessageContainingAll(TYPE + "services() metadata",
					"is relative"));
	}

	@Test
	void needClientCertificateForMutualTls() {
		supplied("https://registry.example.com", "testmock", Authentication.mutualTls())
			.run((context) -> assertThat(failure(context)).hasMessageContainingAll(TYPE + "authentication().type()",
					"needs a client certificate"));
	}

	@Test
	void needNoSecretForOtherTypes() {
		for (Authentication authentication : new Authentication[] { Authentication.none(),
				Authentication.token(Planted.TOKEN) }) {
			supplied("https://registry.example.com", "testmock", authentication)
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(authentication.toString()).doesNotContain(Planted.TOKEN);
		}
	}

	@Test
	void needLoginOfTheApplicationForTheTokensOfItsUsers() {
		ApplicationContextRunner users = supplied("https://registry.example.com", "testmock",
				Authentication.authorizationCode("sso"));
		users.run((context) -> assertThat(failure(context)).hasMessageContainingAll("sequoia.auth.registration-id",
				"names a client registration of the application"));
		supplied("https://registry.example.com", "testmock", Authentication.clientRegistration("sso"))
			.run((context) -> assertThat(failure(context)).hasMessageContainingAll("sequoia.auth.registration-id",
					"names a client registration of the application"));
		users.withBean(SequoiaTokenSource.class, () -> SequoiaTokenSource.fixed(Planted.TOKEN))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static Throwable failure(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		Throwable failure = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
		assertThat(failure).isInstanceOf(InvalidSequoiaConfigurationException.class);
		return failure;
	}

	private static ApplicationContextRunner supplied(String registryUrl, String owner, Authentication authentication) {
		return supplied(registryUrl, owner, authentication, Map.of());
	}

	private static ApplicationContextRunner supplied(String registryUrl, String owner, Authentication authentication,
			Map<String, URI> services) {
		return ConfigurationUnderTest.empty()
			.withBean(SequoiaConnectionDetails.class,
					() -> new Supplied(URI.create(registryUrl), owner, authentication, services, false));
	}

	record Supplied(URI registryUrl, String owner, Authentication authentication, Map<String, URI> services,
			boolean allowInsecure) implements SequoiaConnectionDetails {

	}

}
