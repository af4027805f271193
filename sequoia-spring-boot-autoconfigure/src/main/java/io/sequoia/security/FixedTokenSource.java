package io.sequoia.security;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One configured token, or none.
 */
class FixedTokenSource implements SequoiaTokenSource {

	private final @Nullable String token;

	FixedTokenSource(@Nullable String token) {
		this.token = token;
	}

	@Override
	public Mono<String> token(String owner) {
		return Mono.justOrEmpty(this.token);
	}

	@Override
	public @Nullable String known(String owner) {
		return this.token;
	}

	@Override
	public void refused(String owner, String refused) {
		// there is no other token: the caller fails
	}

	@Override
	public boolean isRenewable() {
		return false;
	}

}
