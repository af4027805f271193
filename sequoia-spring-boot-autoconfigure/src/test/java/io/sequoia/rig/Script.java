package io.sequoia.rig;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Which requests go wrong, by what they ask for and their number since the script was
 * written.
 */
final class Script {

	private final Map<Step, IntFunction<@Nullable Fault>> rules = new EnumMap<>(Step.class);

	private final Map<Step, Integer> counts = new EnumMap<>(Step.class);

	/** Let the requests of one kind go as a rule says: a fault, or null for none. */
	synchronized void on(Step step, IntFunction<@Nullable Fault> rule) {
		this.counts.remove(step);
		this.rules.put(step, rule);
	}

	/** Let one request go wrong. */
	void on(Step step, int number, Fault fault) {
		on(step, (count) -> (count == number) ? fault : null);
	}

	/** Let all requests of a kind go wrong. */
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
