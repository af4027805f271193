package io.sequoia.rig;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.core.RequestOptions;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One call through one template with a fault, and the rules of counting that apply after
 * each.
 */
final class Trial {

	static final int ITEMS = 23;

	static final String TARGET = "i07";

	private final Rig rig;

	private final Face face;

	private final Column column;

	private final String owner = Rig.newOwner();

	private final Tenant tenant;

	private final Map<String, String> nonces;

	private Set<@Nullable String> correlationIdsBefore = Set.of();

	private @Nullable Item known;

	private @Nullable Object answer;

	private @Nullable RuntimeException failure;

	private int failedAttempts;

	Trial(Rig rig, Face face, Column column) {
		this.rig = rig;
		this.face = face.with(RequestOptions.builder().owner(this.owner).build());
		this.column = column;
		this.tenant = rig.ledger().tenant(this.owner);
		for (int i = 0; i < ITEMS; i++) {
			this.tenant.seed("i%02d".formatted(i), this.owner + "-seed-" + i);
		}
		this.nonces = this.tenant.nonces();
	}

	/**
	 * Make the call.
	 * @param trouble arranges the fault
	 * @return this trial, with the result
	 */
	Trial run(Consumer<Trial> trouble) {
		if (!this.column.isDependency()) {
			this.known = this.face.read(target());
			this.correlationIdsBefore = correlationIds();
		}
		this.tenant.forgetRequests();
		this.rig.canary().forgetRequests();
		this.rig.attempts().restart();
		try {
			trouble.accept(this);
			call();
		}
		finally {
			this.rig.attempts().restart();
			this.rig.ledger().script().clear();
		}
		return this;
	}

	private void call() {
		long start = System.nanoTime();
		try {
			this.answer = this.column.call(this);
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
		this.failedAttempts = this.rig.attempts().failed();
		assertThat(System.nanoTime() - start).as("time within the limit").isLessThan(Rig.MAX_TIME.toNanos());
	}

	/** Answer the request that counts with a fault. */
	void hit(Fault fault) {
		hit(this.column.hit(), fault);
	}

	/** Answer a request with a fault. */
	void hit(int number, Fault fault) {
		script().on(this.column.step(), number, fault);
	}

	/** Answer the request with a fault as often as it is sent. */
	void hitAlways(Fault fault) {
		script().on(this.column.step(), (number) -> (number >= this.column.hit()) ? fault : null);
	}

	/** Do something at the door before the connection that counts is made. */
	void beforeConnecting(Consumer<Door> work) {
		Door door = door();
		if (this.column == Column.BROWSE) {
			script().on(Step.BROWSE, this.column.hit() - 1, Fault.lastAfter((connection) -> {
				work.accept(door);
				door.hangUpAllBut(Set.of(connection));
			}));
		}
		else {
			work.accept(door);
			door.hangUp();
		}
	}

	/** Do something at the door before the request that counts is sent. */
	void beforeSending(Consumer<Door> work) {
		if (this.column == Column.BROWSE) {
			script().on(Step.BROWSE, this.column.hit() - 1, Fault.after(() -> work.accept(door())));
		}
		else {
			work.accept(door());
		}
	}

	/** Return the result, after a check that it is consistent. */
	Seen seen() {
		assertThat(this.failedAttempts).as("attempts").isLessThanOrEqualTo(Rig.MAX_ATTEMPTS);
		assertThat(this.rig.canary().requests()).as("requests to another origin").isEmpty();
		// an attempt of the first read that was given up may arrive late
		assertThat(correlationIds()).as("correlation ids of one operation")
			.doesNotContainNull()
			.filteredOn((id) -> !this.correlationIdsBefore.contains(id))
			.hasSizeLessThanOrEqualTo(1);
		this.rig.assertConnectionsAreGivenBack();
		if (this.column == Column.NAMELESS) {
			assertThat(this.tenant.applied(nonce())).as("applications of what must not be repeated")
				.isLessThanOrEqualTo(1);
		}
		if (this.answer != null) {
			this.column.assertDone(this, this.answer);
		}
		Seen seen = Seen.of(this);
		if (seen == Seen.FAILED && !(this.failure instanceof MalformedResponseException)) {
			assertUntouched();
		}
		return seen;
	}

	private Set<@Nullable String> correlationIds() {
		return this.tenant.requests().stream().map(Tenant.Logged::correlationId).collect(Collectors.toSet());
	}

	/** Check that nothing has changed. */
	void assertUntouched() {
		assertThat(this.tenant.nonces()).isEqualTo(this.nonces);
		assertThat(this.tenant.applied(nonce())).as("applications").isZero();
	}

	Rig rig() {
		return this.rig;
	}

	Face face() {
		return this.face;
	}

	Column column() {
		return this.column;
	}

	Tenant tenant() {
		return this.tenant;
	}

	/** Return the items before the call. */
	Map<String, String> nonces() {
		return this.nonces;
	}

	/** Return the value that a write of this trial writes. */
	String nonce() {
		return this.owner + "-" + this.column;
	}

	Ref target() {
		return Ref.of(this.owner, TARGET);
	}

	Item known() {
		return this.known;
	}

	@Nullable RuntimeException failure() {
		return this.failure;
	}

	@Nullable Object answer() {
		return this.answer;
	}

	int failedAttempts() {
		return this.failedAttempts;
	}

	Door door() {
		return this.rig.ledger().door(this.column.step());
	}

	Script script() {
		return this.rig.ledger().script();
	}

	@Override
	public String toString() {
		return this.face + " " + this.column;
	}

}
