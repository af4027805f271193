package io.sequoia.rig;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

/**
 * The kinds of calls that meet a fault, and the checks of their effect. The last three
 * are reads for a new owner, so that the fault hits the requests that the call depends
 * on.
 */
enum Column {

	READ("read", Step.READ) {
		@Override
		Object call(Trial trial) {
			return trial.face().read(trial.target());
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			assertThat(answer).isInstanceOfSatisfying(Item.class,
					(item) -> assertThat(item.nonce()).isEqualTo(trial.nonces().get(Trial.TARGET)));
		}
	},

	BROWSE("page 3", Step.BROWSE) {
		@Override
		Object call(Trial trial) {
			return trial.face().browse();
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			assertThat(answer).asInstanceOf(list(Item.class))
				.as("each once, in order")
				.extracting(Item::nonce)
				.containsExactlyElementsOf(List.copyOf(trial.nonces().values()));
		}
	},

	NAMED("store named", Step.STORE) {
		@Override
		Object call(Trial trial) {
			return trial.face().store(Item.of("new", trial.nonce()));
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			assertThat(trial.tenant().nonces()).containsEntry("new", trial.nonce()).hasSize(Trial.ITEMS + 1);
		}
	},

	NAMELESS("store nameless", Step.STORE) {
		@Override
		Object call(Trial trial) {
			return trial.face().store(Item.of(null, trial.nonce()));
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			assertThat(trial.tenant().nonces().values()).containsOnlyOnce(trial.nonce()).hasSize(Trial.ITEMS + 1);
		}
	},

	UPDATE("update", Step.UPDATE) {
		@Override
		Object call(Trial trial) {
			return trial.face().update(trial.known().with(trial.nonce()));
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			assertThat(trial.tenant().nonces()).containsEntry(Trial.TARGET, trial.nonce()).hasSize(Trial.ITEMS);
			assertThat(trial.tenant().applied(trial.nonce())).as("applications").isOne();
		}
	},

	DELETE("delete", Step.DELETE) {
		@Override
		Object call(Trial trial) {
			return trial.face().delete(trial.target());
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			// a 404 of the service need not be correct
			assertThat(answer.equals(false) || !trial.tenant().nonces().containsKey(Trial.TARGET)).isTrue();
			assertThat(trial.tenant().nonces().size()).isGreaterThanOrEqualTo(Trial.ITEMS - 1);
		}
	},

	TOKEN("token", Step.TOKEN) {
		@Override
		Object call(Trial trial) {
			return READ.call(trial);
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			READ.assertDone(trial, answer);
		}
	},

	REGISTRY("registry", Step.REGISTRY) {
		@Override
		Object call(Trial trial) {
			return READ.call(trial);
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			READ.assertDone(trial, answer);
		}
	},

	DESCRIPTOR("descriptor", Step.DESCRIPTOR) {
		@Override
		Object call(Trial trial) {
			return READ.call(trial);
		}

		@Override
		void assertDone(Trial trial, Object answer) {
			READ.assertDone(trial, answer);
		}
	};

	private final String title;

	private final Step step;

	Column(String title, Step step) {
		this.title = title;
		this.step = step;
	}

	String title() {
		return this.title;
	}

	Step step() {
		return this.step;
	}

	/**
	 * Tell whether the fault hits a request that the call depends on, rather than the
	 * call itself.
	 */
	boolean isDependency() {
		return this.compareTo(TOKEN) >= 0;
	}

	/** Return the number of the request that the fault hits. */
	int hit() {
		return (this == BROWSE) ? 3 : 1;
	}

	/** Return the number of requests without a fault. */
	int pages() {
		return (this == BROWSE) ? 5 : 1;
	}

	abstract Object call(Trial trial);

	/** Check that the call has had its effect, once. */
	abstract void assertDone(Trial trial, Object answer);

}
