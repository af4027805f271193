package io.sequoia.retry;

import java.util.List;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.CallContext.SharedWait;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Creates the failures of a call that do not come from an attempt.
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
	 * Create the failure of a call that must not be repeated and may have been applied.
	 */
	OutcomeUnknownException outcomeUnknown(Throwable failure) {
		Details known = (failure instanceof SequoiaFailure sequoia) ? sequoia.details() : details();
		return new OutcomeUnknownException(this.call + " may have been applied, and is not repeated"
				+ (this.call.repeatable() ? "; " : " because that could apply it twice; ") + remedy() + " to check: "
				+ failure.getMessage(), known, this.call.refs(), failure);
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
	 * Create the failure of an attempt whose time has ended.
	 */
	RequestTimeoutException attemptTimeout() {
		return new RequestTimeoutException(this.call + " took longer than sequoia.http.response-timeout ("
				+ this.call.settings().attemptTimeout().toMillis() + " ms)", details(), false, null);
	}

	/**
	 * Create the failure of a call whose time has ended.
	 * @param attempts the number of its attempts
	 * @param last the failure of the last of them, if any
	 * @param wait the wait that its end has cut off, if any
	 */
	RequestTimeoutException timeout(int attempts, @Nullable Throwable last, @Nullable SharedWait wait) {
		Details details = details();
		Throwable shared = (wait != null) ? wait.failure().get() : null;
		String waited = (wait == null) ? "" : " while it waited for " + wait.call()
				+ ((shared != null) ? ", which failed before: " + shared.getMessage() : "");
		return new RequestTimeoutException(this.call + " took longer than " + this.call.settings().maxTime().toMillis()
				+ " ms (sequoia.retry.max-time, or the call's own time-out) and was stopped in attempt " + attempts
				+ waited, details, false, (shared != null) ? shared : last);
	}

	/**
	 * Create the failure of a call whose client was closed.
	 */
	ServiceUnavailableException closed(int attempts, boolean unsent) {
		Details details = details();
		return new ServiceUnavailableException(this.call + " was stopped in attempt " + attempts
				+ " because the client was closed with its application context", details, unsent, null);
	}

	/**
	 * Create the failure of a call for which a listener or policy of the application
	 * allowed no attempt.
	 */
	ServiceUnavailableException refused(String who) {
		Details details = details();
		return new ServiceUnavailableException(
				this.call + " was not sent: " + who + " of this application refused its first attempt", details, true,
				null);
	}

	Details details() {
		return this.call.details(this.subscriber);
	}

}
