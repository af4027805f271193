package io.sequoia.retry;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.ContextView;

/**
 * Reports on one call: in the log, in meters, and in a note on its failure.
 */
final class RunReport {

	private static final Log logger = LogFactory.getLog(RetryRun.class);

	private final RetryCall<?> call;

	private final RetryState state;

	private final RetryMetrics metrics;

	private final Observers observers;

	private final ContextView subscriber;

	RunReport(RetryCall<?> call, RetryState state, RetryMetrics metrics, Observers observers, ContextView subscriber) {
		this.call = call;
		this.state = state;
		this.metrics = metrics;
		this.observers = observers;
		this.subscriber = subscriber;
	}

	/**
	 * Report that a retry is due.
	 */
	void retried(Throwable failure, Duration delay) {
		String reason = Failures.reason(failure);
		count("retried", (service, operation) -> this.metrics.retried(service, operation, reason));
		if (logger.isDebugEnabled()) {
			log("Attempt " + this.state.attempts() + " of " + this.call + " failed (" + reason + "), next in "
					+ delay.toMillis() + " ms", logger::debug);
		}
	}

	/**
	 * Report that attempts or time have ended.
	 */
	void exhausted() {
		this.state.exhaust();
		// for a shared call the waiting calls are counted
		if (this.call.settings().enabled() && !this.call.shared()) {
			count("exhausted", this.metrics::exhausted);
		}
	}

	/**
	 * Report that the budget is used up.
	 */
	void budgetExhausted() {
		count("budgetExhausted", this.metrics::budgetExhausted);
	}

	/**
	 * Report the reason why there is no further attempt.
	 */
	void gaveUp(Throwable failure, String why) {
		if (this.call.settings().enabled() && !GaveUpNote.isOn(failure)) {
			String note = "Gave up after attempt " + this.state.attempts() + " of " + this.call + ", "
					+ this.state.elapsed().toMillis() + " ms after its start: " + why;
			log(note, logger::debug);
			GaveUpNote.add(failure, note);
		}
	}

	private void count(String event, BiConsumer<String, String> counter) {
		this.observers.tell("RetryMetrics", event,
				() -> counter.accept(this.call.serviceTag(), this.call.call().operation()));
	}

	void log(String line, Consumer<String> logger) {
		CorrelationIds.log(this.subscriber, line, logger);
	}

}
