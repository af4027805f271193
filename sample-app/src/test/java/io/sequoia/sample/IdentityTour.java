package io.sequoia.sample;

import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.identity.Access;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.identity.Tenant;
import io.sequoia.sample.ReadmeTour.Film;
import reactor.core.publisher.Mono;

/**
 * The Java of {@code docs/identity.md}, so that it compiles and runs.
 */
final class IdentityTour {

	private final SequoiaTemplate sequoia;

	private final SequoiaIdentity identity;

	IdentityTour(SequoiaTemplate sequoia, SequoiaIdentity identity) {
		this.sequoia = sequoia;
		this.identity = identity;
	}

	Film inTheNameOfAUser(String password, Film film) {
		this.identity.login("testmock", "sandbox-user", password);
		try {
			return this.sequoia.store(film);
		}
		finally {
			this.identity.logout();
		}
	}

	boolean mayWrite() {
		Access access = this.identity.access("testmock");
		boolean mayWrite = access.permissions()
			.stream()
			.anyMatch((permission) -> permission.actions().contains("metadata:contents:write"));
		return mayWrite;
	}

	List<String> owners() {
		List<String> owners = this.identity.tenants().stream().map(Tenant::name).toList();
		return owners;
	}

	void change(String password, String newPassword) {
		this.identity.changePassword("testmock\\sandbox-user", password, newPassword);
	}

	void ask() {
		this.identity.requestPasswordReset("testmock\\sandbox-user");
	}

	void reset(String resetToken, String newPassword) {
		this.identity.resetPassword("testmock\\sandbox-user", resetToken, newPassword);
	}

	static Mono<Film> withoutWaiting(ReactiveSequoiaIdentity identity, ReactiveSequoiaTemplate sequoia, Ref ref,
			String user, String password) {
		return Mono.usingWhen(identity.login(user, password).thenReturn(user),
				(loggedIn) -> sequoia.read(ref, Film.class), (loggedIn) -> identity.logout());
	}

}
