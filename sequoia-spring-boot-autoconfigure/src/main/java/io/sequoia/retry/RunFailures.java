package io.sequoia.retry;

import java.util.List;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The failures that a call meets here, rather than in an attempt.
 */
final class RunFailures {

	private static final int MAX_REFS = 10;

	private final RetryCall<?> call;

	private final ContextView subscriber;

	RunFailures(RetryCall<?> call, ContextView subscriber) {
		this.call = call;
		this.subscriber = subscriber;
	}

	/**
	 * A call that is not repeated failed after it may have been done.
	 */
	OutcomeUnknownException outcomeUnknown(Throwable failure) {
		Details known = (failure instanceof SequoiaFailure sequoia) ? sequoia.details() : details();
		return new OutcomeUnknownException(this.call + " may have been applied or not, and is not repeated"
				+ (this.call.repeatable() ? "; " : " since that could apply it twice; ") + remedy()
				+ " to learn what holds: " + failure.getMessage(), known, this.call.refs(), failure);
	}

	private String remedy() {
		List<Ref> refs = this.call.refs();
		if (refs.isEmpty()) {
			return "browse the resources";
		}
		return "read " + refs.subList(0, Math.min(refs.size(), MAX_REFS))
				+ ((refs.size() > MAX_REFS) ? " and " + (refs.size() - MAX_REFS) + " more" : "");
	}

	/**
	 * The time of one attempt ended.
	 */
	RequestTimeoutException attemptTimeout() {
		return new RequestTimeoutException(this.call + " took longer than sequoia.http.response-timeout ("
				+ this.call.settings().attemptTimeout().toMillis() + " ms)", details(), false, null);
	}

	/**
	 * Time ended.
	 */
	RequestTimeoutException timeout(int attempts, @Nullable Throwable last) {
		Details details = details();
		return new RequestTimeoutException(this.call + " took longer than " + this.call.settings().maxTime().toMillis()
				+ " ms (sequoia.retry.max-time, or the call's own time-out) and was stopped in attempt " + attempts,
				details, false, last);
	}

	/**
	 * The client was closed.
	 */
	ServiceUnavailableException closed(int attempts, boolean unsent) {
		Details details = details();
		return new ServiceUnavailableException(this.call + " was stopped in attempt " + attempts
				+ " since the client was closed with its application context", details, unsent, null);
	}

	/**
	 * A listener or policy of the application allowed no attempt.
	 */
	ServiceUnavailableException refused(String who) {
		Details details = details();
		return new ServiceUnavailableException(
				this.call + " was not sent: " + who + " of this application refused its first attempt", details, true,
				null);
	}

	private Details details() {
		return this.call.details(this.subscriber);
	}

}
