package io.sequoia.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The faults of the next answers. The faults of an operation happen in the order in which
 * they were added, one for each request, retries included; after that, answers are
 * correct again. <pre>
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
	 * Add a fault for the next answer of an operation.
	 * @param operation the operation
	 * @param fault the fault
	 * @return this script
	 */
	public FaultScript next(Operation operation, Fault fault) {
		return next(1, operation, fault);
	}

	/**
	 * Add a fault for the next answers of an operation.
	 * @param times the number of answers, at least 1
	 * @param operation the operation
	 * @param fault the fault
	 * @return this script
	 */
	public FaultScript next(int times, Operation operation, Fault fault) {
		Objects.requireNonNull(operation, "operation");
		Objects.requireNonNull(fault, "fault");
		if (times < 1) {
			throw new IllegalArgumentException("A fault must apply to at least 1 request, not " + times);
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
	 * Return the number of faults that have not happened yet.
	 * @return the number of faults of all operations
	 */
	public int pending() {
		synchronized (this.faults) {
			return this.faults.values().stream().mapToInt(Deque::size).sum();
		}
	}

	/**
	 * Remove the faults that have not happened yet.
	 */
	public void clear() {
		synchronized (this.faults) {
			this.faults.clear();
		}
	}

	/** Return the faults that have not happened yet, in their order. */
	Map<Operation, List<Fault>> queues() {
		synchronized (this.faults) {
			Map<Operation, List<Fault>> copy = new EnumMap<>(Operation.class);
			this.faults.forEach((operation, queue) -> copy.put(operation, List.copyOf(queue)));
			return copy;
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
