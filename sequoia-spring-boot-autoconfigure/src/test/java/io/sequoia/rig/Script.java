package io.sequoia.rig;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * The faults of requests, by their kind and their number since the script was reset.
 */
final class Script {

	private final Map<Step, IntFunction<@Nullable Fault>> rules = new EnumMap<>(Step.class);

	private final Map<Step, Integer> counts = new EnumMap<>(Step.class);

	/** Set the rule for requests of one kind: a fault, or null for none. */
	synchronized void on(Step step, IntFunction<@Nullable Fault> rule) {
		this.counts.remove(step);
		this.rules.put(step, rule);
	}

	/** Set the fault of one request. */
	void on(Step step, int number, Fault fault) {
		on(step, (count) -> (count == number) ? fault : null);
	}

	/** Set the fault of all requests of a kind. */
	void always(Step step, Fault fault) {
		on(step, (count) -> fault);
	}

	synchronized void clear() {
		this.rules.clear();
		this.counts.clear();
	}

	synchronized Fault take(Step step) {
		IntFunction<@Nullable Fault> rule = this.rules.get(step);
		Fault fault = (rule != null) ? rule.apply(this.counts.merge(step, 1, Integer::sum)) : null;
		return (fault != null) ? fault : Fault.NONE;
	}

}
