package io.sequoia.identity;

import java.util.Collection;
import java.util.List;

import io.sequoia.Internal;
import io.sequoia.core.Blocking;

/**
 * The blocking operations of the identity service, which wait for the reactive ones.
 * Thread-safe.
 */
@Internal
public class BlockingSequoiaIdentity implements SequoiaIdentity {

	private final ReactiveSequoiaIdentity identity;

	/**
	 * Create the operations.
	 * @param identity the reactive operations
	 */
	public BlockingSequoiaIdentity(ReactiveSequoiaIdentity identity) {
		this.identity = identity;
	}

	@Override
	public void login(String user, String password) {
		Blocking.awaitNullable(this.identity.login(user, password));
	}

	@Override
	public void logout() {
		Blocking.awaitNullable(this.identity.logout());
	}

	@Override
	public boolean isAuthenticated() {
		return Blocking.await(this.identity.isAuthenticated());
	}

	@Override
	public Access access(Collection<String> tenants, Collection<String> actions) {
		return Blocking.await(this.identity.access(tenants, actions));
	}

	@Override
	public List<Tenant> tenants() {
		return Blocking.await(this.identity.tenants().collectList());
	}

	@Override
	public void changePassword(String username, String password, String newPassword) {
		Blocking.awaitNullable(this.identity.changePassword(username, password, newPassword));
	}

	@Override
	public void resetPassword(String username, String resetToken, String newPassword) {
		Blocking.awaitNullable(this.identity.resetPassword(username, resetToken, newPassword));
	}

	@Override
	public void requestPasswordReset(String username) {
		Blocking.awaitNullable(this.identity.requestPasswordReset(username));
	}

}
