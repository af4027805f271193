package io.sequoia.rig;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The result of each write for the client, to be compared with the record of the ledger.
 * Each item is written by one thread at a time.
 */
final class Book {

	/** Stands for a missing item. */
	private static final String ABSENT = "";

	private final List<Entry> entries = new ArrayList<>();

	private final Map<String, Set<String>> possible = new ConcurrentHashMap<>();

	/**
	 * Write an item.
	 * @param name its name
	 * @param nonce the value
	 * @param write writes it
	 * @return {@code true} if it is certainly written
	 */
	boolean write(String name, String nonce, Supplier<?> write) {
		Outcome outcome = outcome(write);
		note(name, nonce, outcome);
		return outcome == Outcome.OK;
	}

	/** Delete an item, in the same way. */
	boolean delete(String name, Supplier<?> delete) {
		return write(name, ABSENT, delete);
	}

	/** Store an item that the server names. */
	boolean create(String nonce, Supplier<?> store) {
		Outcome outcome = outcome(store);
		note(null, nonce, outcome);
		return outcome == Outcome.OK;
	}

	/**
	 * Record a result.
	 * @param name the name of the item, or {@code null} if the server makes it
	 * @param nonce the value
	 * @param outcome the result for the client
	 */
	synchronized void note(@Nullable String name, String nonce, Outcome outcome) {
		this.entries.add(new Entry(name, nonce, outcome));
		if (name == null) {
			return;
		}
		Set<String> before = this.possible.getOrDefault(name, Set.of(ABSENT));
		Set<String> after = new HashSet<>(Set.of(nonce));
		if (outcome == Outcome.OK) {
			this.possible.put(name, after);
		}
		else if (outcome == Outcome.UNKNOWN) {
			after.addAll(before);
			this.possible.put(name, after);
		}
	}

	private static Outcome outcome(Supplier<?> write) {
		try {
			write.get();
			return Outcome.OK;
		}
		catch (OutcomeUnknownException | ServiceUnavailableException | RequestTimeoutException ex) {
			// the last failure does not show the effect of earlier attempts
			return Outcome.UNKNOWN;
		}
		catch (RuntimeException ex) {
			return Outcome.FAILED;
		}
	}

	synchronized long count(Outcome outcome) {
		return this.entries.stream().filter((entry) -> entry.outcome == outcome).count();
	}

	synchronized int submitted() {
		return this.entries.size();
	}

	/**
	 * Check the rules of counting.
	 * @param tenant the record of the ledger
	 */
	synchronized void assertAgrees(Tenant tenant) {
		assertThat(count(Outcome.OK) + count(Outcome.FAILED) + count(Outcome.UNKNOWN)).isEqualTo(submitted());
		Map<String, String> held = tenant.nonces();
		for (Entry entry : this.entries) {
			int applied = entry.nonce.equals(ABSENT) ? 0 : tenant.applied(entry.nonce);
			if (entry.outcome == Outcome.FAILED) {
				assertThat(applied).as("%s", entry).isZero();
			}
			else if (entry.outcome == Outcome.OK && !entry.nonce.equals(ABSENT)) {
				assertThat(applied).as("%s", entry).isPositive();
			}
			if (entry.name == null) {
				assertThat(applied).as("%s is not written twice", entry).isLessThanOrEqualTo(1);
			}
		}
		this.possible.forEach((name, nonces) -> assertThat(held.getOrDefault(name, ABSENT))
			.as("the last that was written of %s", name)
			.isIn(nonces));
	}

	/**
	 * The result of a write for the client.
	 */
	enum Outcome {

		OK, FAILED, UNKNOWN

	}

	private record Entry(@Nullable String name, String nonce, Outcome outcome) {
	}

}
