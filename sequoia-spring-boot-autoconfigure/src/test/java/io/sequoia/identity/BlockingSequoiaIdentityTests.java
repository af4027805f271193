package io.sequoia.identity;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class BlockingSequoiaIdentityTests {

	private final SequoiaIdentity identity = new BlockingSequoiaIdentity(Mockito.mock(ReactiveSequoiaIdentity.class,
			(call) -> Flux.class.equals(call.getMethod().getReturnType()) ? Flux.never() : Mono.never()));

	static List<Call> calls() {
		return List.of((identity) -> identity.login("u", "p"), (identity) -> identity.login("d", "u", "p"),
				SequoiaIdentity::logout, SequoiaIdentity::isAuthenticated, SequoiaIdentity::access,
				SequoiaIdentity::tenants, (identity) -> identity.changePassword("u", "p", "n"),
				(identity) -> identity.resetPassword("u", "t", "n"), (identity) -> identity.requestPasswordReset("u"));
	}

	@ParameterizedTest
	@MethodSource("calls")
	void refusesToWaitOnAnEventLoop(Call call) {
		Throwable failure = Mono.fromSupplier(() -> catchThrowable(() -> call.on(this.identity)))
			.subscribeOn(Schedulers.parallel())
			.block();
		assertThat(failure).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("parallel-")
			.hasMessageContaining("ReactiveSequoiaIdentity");
	}

	@FunctionalInterface
	interface Call {

		void on(SequoiaIdentity identity);

	}

}
