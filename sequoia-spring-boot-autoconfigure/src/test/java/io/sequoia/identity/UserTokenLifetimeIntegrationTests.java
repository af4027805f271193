package io.sequoia.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.security.UserTokenListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The information before the end of a user's token on platforms that do not send its
 * lifetime with it.
 */
class UserTokenLifetimeIntegrationTests {

	private static final String TOKEN = "{\"access_token\":\"t0ken\"}";

	@AutoClose
	private final ClientApplication application = ClientApplication.on(SequoiaSandbox.builder().emptyCatalogue(),
			Listening.class);

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaIdentity identity = this.application.bean(SequoiaIdentity.class);

	@BeforeEach
	void forget() {
		Listening.TOLD.clear();
	}

	@Test
	void isThatOfTheAccess() throws InterruptedException {
		logIn(TOKEN, Fault.status(200).body("application/json", access(Instant.now().plusSeconds(6))));
		assertThat(told()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void isOverWhereTheClocksDisagree() throws InterruptedException {
		logIn(TOKEN, Fault.status(200).body("application/json", access(Instant.now().minusSeconds(60))));
		assertThat(told()).isZero();
	}

	@Test
	void isNotAskedForIfItIsKnown() {
		this.identity.login("testmock", "sandbox-user", "sandbox-password");
		assertThat(this.sandbox.requests().count(Operation.IDENTITY)).isZero();
	}

	@Test
	void doesNotEndALoginIfItCannotBeFound() throws InterruptedException {
		logIn(TOKEN, Fault.status(404));
		while (this.sandbox.requests().count(Operation.IDENTITY) == 0) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		assertThat(this.identity.isAuthenticated()).isTrue();
		assertThat(Listening.TOLD).isEmpty();
	}

	private void logIn(String token, Fault access) {
		this.sandbox.faults().next(Operation.TOKEN, Fault.status(200).body("application/json", token));
		this.sandbox.faults().next(Operation.IDENTITY, access);
		this.identity.login("testmock", "sandbox-user", "sandbox-password");
	}

	private static String access(Instant end) {
		return "{\"expiresAt\":\"" + end + "\",\"permissions\":[]}";
	}

	private static Duration told() throws InterruptedException {
		return Listening.TOLD.poll(30, TimeUnit.SECONDS);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		static final BlockingQueue<Duration> TOLD = new LinkedBlockingQueue<>();

		@Bean
		UserTokenListener userTokenListener() {
			return TOLD::add;
		}

	}

}
