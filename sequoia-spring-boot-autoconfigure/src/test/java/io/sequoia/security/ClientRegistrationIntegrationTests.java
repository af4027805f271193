package io.sequoia.security;

import java.util.List;
import java.util.function.UnaryOperator;

import io.sequoia.Ref;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The application's own client registrations, and the faults of some.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientRegistrationIntegrationTests {

	private static final String USERS = "authorization-code";

	private static final String CLIENT = "client-credentials";

	@AutoClose
	private final IdentityProvider provider = new IdentityProvider();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tokensAreFetchedByTheRegistrationOfTheApplication(boolean servlet) {
		try (ConfigurableApplicationContext context = run(CLIENT, servlet, ofClient().scope("read", "write").build())) {
			assertThat(context.getBean(SequoiaTemplate.class).read(Ref.of("testmock", "a"), Content.class).title())
				.isEqualTo("for the-application");
		}
		assertThat(this.provider.grants()).containsExactly("client_credentials of the application");
		assertThat(this.provider.tokenRequests()).singleElement()
			.asString()
			.contains("Basic YXBwbGljYXRpb246YXBwbGljYXRpb24tc2VjcmV0", "scope=read+write");
	}

	@ParameterizedTest
	@ValueSource(strings = { CLIENT, USERS })
	void thereAreNone(String type, CapturedOutput output) {
		Violation violation = violation(() -> ClientApplication.run(properties(type)));
		assertThat(violation.rule())
			.isEqualTo("names a client registration of the application, and the application has none");
		assertThat(violation.remedy()).contains("'spring.security.oauth2.client.registration.sso'",
				"spring-boot-starter-security-oauth2-client");
		assertThat(output).contains("APPLICATION FAILED TO START", "Setting: sequoia.auth.registration-id",
				"Value: sso", violation.rule(), violation.remedy());
	}

	@ParameterizedTest
	@ValueSource(strings = { CLIENT, USERS })
	void thereAreSeveralRepositories(String type) {
		ClientRegistration sso = this.provider.registration().build();
		Violation violation = violation(() -> ClientApplication.runWith(properties(type),
				new InMemoryClientRegistrationRepository(sso), new InMemoryClientRegistrationRepository(sso)));
		assertThat(violation.rule()).contains("several repositories of them, none of which is primary");
		assertThat(violation.remedy()).contains("@Primary");
	}

	@ParameterizedTest
	@ValueSource(strings = { CLIENT, USERS })
	void repositoryCannotReadIt(String type) {
		ClientRegistrationRepository repository = (id) -> {
			throw new IllegalArgumentException("Unable to resolve the configuration of the issuer");
		};
		Violation violation = violation(() -> ClientApplication.runWith(properties(type), repository));
		assertThat(violation.key()).isEqualTo("sequoia.auth.registration-id");
		assertThat(violation.rule()).contains("Unable to resolve the configuration of the issuer");
		assertThat(violation.remedy()).contains("spring.security.oauth2.client.provider");
	}

	@ParameterizedTest
	@ValueSource(strings = { CLIENT, USERS })
	void thereAreOthers(String type) {
		assertWrong(type, (sso) -> sso.registrationId("other"), "is not the id of a client registration");
	}

	@Test
	void grantTypeIsAnother() {
		assertWrong(CLIENT, UnaryOperator.identity(), "grant type 'authorization_code', not 'client_credentials'");
		assertWrong(USERS, (sso) -> ofClient(), "grant type 'client_credentials', not 'authorization_code'");
	}

	@Test
	void clientIsKnownByOtherMeans() {
		assertWrong(CLIENT, (sso) -> ofClient().clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT),
				"is not a client registration with a secret");
		assertWrong(CLIENT, (sso) -> ofClient().clientSecret(""), "is not a client registration with a secret");
	}

	@Test
	void tokenUriIsNotSafe() {
		assertWrong(CLIENT, (sso) -> ofClient().tokenUri("http://identity.example.com/token"), "uses plain http");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nobodyLogsIn(boolean servlet) {
		Violation violation = violation(() -> run(USERS, servlet, this.provider.registration().build()));
		assertThat(violation.rule()).contains("no user can log in with it", "OAuth2AuthorizedClientManager");
	}

	private ClientRegistration.Builder ofClient() {
		return this.provider.registration().authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
	}

	private void assertWrong(String type, UnaryOperator<ClientRegistration.Builder> change, String rule) {
		Violation violation = violation(() -> run(type, true, change.apply(this.provider.registration()).build()));
		assertThat(violation.rule()).contains(rule);
		assertThat(violation.remedy()).isNotBlank();
	}

	private static Violation violation(Runnable start) {
		Throwable failure = catchThrowable(start::run);
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		assertThat(cause).isInstanceOf(InvalidSequoiaConfigurationException.class);
		assertThat(failure).hasStackTraceContaining("sequoia.auth.registration-id");
		assertThat(cause).hasMessageNotContaining("application-secret");
		List<Violation> violations = ((InvalidSequoiaConfigurationException) cause).violations();
		assertThat(violations).singleElement().extracting(Violation::key).isEqualTo("sequoia.auth.registration-id");
		return violations.get(0);
	}

	private ConfigurableApplicationContext run(String type, boolean servlet, ClientRegistration registration) {
		return ClientApplication.runWith(properties(type),
				servlet ? new InMemoryClientRegistrationRepository(registration)
						: new InMemoryReactiveClientRegistrationRepository(registration));
	}

	private List<String> properties(String type) {
		return List.of("sequoia.registry.url=" + this.provider.url(), "sequoia.owner=testmock",
				"sequoia.auth.type=" + type, "sequoia.auth.registration-id=sso");
	}

}
