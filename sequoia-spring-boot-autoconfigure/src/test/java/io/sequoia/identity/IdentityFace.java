package io.sequoia.identity;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationContext;

/**
 * The two interfaces of the identity operations, which pass the same tests.
 */
enum IdentityFace {

	BLOCKING {

		@Override
		SequoiaIdentity of(ApplicationContext context) {
			return context.getBean(SequoiaIdentity.class);
		}

	},

	REACTIVE {

		@Override
		SequoiaIdentity of(ApplicationContext context) {
			return new OnEventLoop(context.getBean(ReactiveSequoiaIdentity.class));
		}

	};

	abstract SequoiaIdentity of(ApplicationContext context);

	/** Subscribes on a thread that must not block. */
	private record OnEventLoop(ReactiveSequoiaIdentity identity) implements SequoiaIdentity {

		@Override
		public void login(String user, String password) {
			await(this.identity.login(user, password));
		}

		@Override
		public void login(String directory, String user, String password) {
			await(this.identity.login(directory, user, password));
		}

		@Override
		public void logout() {
			await(this.identity.logout());
		}

		@Override
		public boolean isAuthenticated() {
			return await(this.identity.isAuthenticated());
		}

		@Override
		public Access access(String... tenants) {
			return await(this.identity.access(tenants));
		}

		@Override
		public Access access(Collection<String> tenants) {
			return await(this.identity.access(tenants));
		}

		@Override
		public Access access(Collection<String> tenants, Collection<String> actions) {
			return await(this.identity.access(tenants, actions));
		}

		@Override
		public List<Tenant> tenants() {
			return await(this.identity.tenants().collectList());
		}

		@Override
		public void changePassword(String username, String password, String newPassword) {
			await(this.identity.changePassword(username, password, newPassword));
		}

		@Override
		public void resetPassword(String username, String resetToken, String newPassword) {
			await(this.identity.resetPassword(username, resetToken, newPassword));
		}

		@Override
		public void requestPasswordReset(String username) {
			await(this.identity.requestPasswordReset(username));
		}

		private static <R> @Nullable R await(Mono<R> mono) {
			return mono.subscribeOn(Schedulers.parallel()).block();
		}

	}

}
