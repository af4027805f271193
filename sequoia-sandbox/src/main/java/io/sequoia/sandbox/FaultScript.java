package io.sequoia.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What shall go wrong next. Faults of one operation hit in the order in which they were
 * added, one request each, retries included; when they are used up, all is well again.
 * <pre>
 * sandbox.faults().next(2, Operation.BROWSE, Fault.status(503).header("Retry-After", "1"));
 * sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
 * </pre> Thread-safe.
 */
public final class FaultScript {

	private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class);

	private final Tokens tokens;

	FaultScript(Tokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Let the next answer of an operation go wrong.
	 * @param operation the operation
	 * @param fault what goes wrong
	 * @return this script
	 */
	public FaultScript next(Operation operation, Fault fault) {
		return next(1, operation, fault);
	}

	/**
	 * Let the next answers of an operation go wrong.
	 * @param times how many of them, at least 1
	 * @param operation the operation
	 * @param fault what goes wrong
	 * @return this script
	 */
	public FaultScript next(int times, Operation operation, Fault fault) {
		Objects.requireNonNull(operation, "operation");
		Objects.requireNonNull(fault, "fault");
		if (times < 1) {
			throw new IllegalArgumentException("A fault must hit at least 1 time, not " + times);
		}
		synchronized (this.faults) {
			Deque<Fault> queue = this.faults.computeIfAbsent(operation, (key) -> new ArrayDeque<>());
			for (int i = 0; i < times; i++) {
				queue.add(fault);
			}
		}
		return this;
	}

	/**
	 * Revoke every token that has been issued: the next call with one gets 401.
	 * @return this script
	 */
	public FaultScript revokeTokens() {
		this.tokens.revokeAll();
		return this;
	}

	/**
	 * Tell how many faults have not hit yet.
	 * @return the number of faults of all operations
	 */
	public int pending() {
		synchronized (this.faults) {
			return this.faults.values().stream().mapToInt(Deque::size).sum();
		}
	}

	/**
	 * Forget the faults that have not hit yet.
	 */
	public void clear() {
		synchronized (this.faults) {
			this.faults.clear();
		}
	}

	Fault take(Operation operation) {
		synchronized (this.faults) {
			Deque<Fault> queue = this.faults.get(operation);
			Fault fault = (queue != null) ? queue.poll() : null;
			return (fault != null) ? fault : Fault.none();
		}
	}

}
