package io.sequoia.retry;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * One logical call: what it is, and what holds for repeating it.
 *
 * @param service the name of the service that is called. A failure that names another
 * one, such as the registry or the identity service, befell what this call depends on:
 * the request itself was not sent then
 * @param resource the name of the resource collection, or {@code null}
 * @param operation the name of the operation, for example {@code browse}; one of few, as
 * it becomes a tag
 * @param repeatable whether doing it twice is doing it once (RELIABILITY 1, row 4)
 * @param refs the resources that it writes, for the report where their state is unknown
 * @param settings the rules on repeating
 * @param details tells what is known about the call, the correlation id above all, from
 * the subscriber's context; {@code null} where that is only service and resource
 * @param logging writes log lines of the call; {@code null} where they need no more than
 * their text
 * @param accepted whether an answer is one to go on with (PROTOCOL 10), or {@code null}
 * if each is; asked only if the call is repeatable
 * @param <R> the kind of answer
 */
public record RetryCall<R>(String service, @Nullable String resource, String operation, boolean repeatable,
		List<Ref> refs, RetrySettings settings, @Nullable Function<ContextView, Details> details,
		@Nullable Logging logging, @Nullable Predicate<? super R> accepted) {

	public RetryCall {
		refs = List.copyOf(refs);
	}

	Details details(ContextView context) {
		return (this.details != null) ? this.details.apply(context) : Details.of(null, this.service, this.resource);
	}

	void log(ContextView context, String line, Consumer<String> logger) {
		if (this.logging != null) {
			this.logging.log(context, line, logger);
		}
		else {
			logger.accept(line);
		}
	}

	boolean isAccepted(@Nullable R answer) {
		return answer == null || !this.repeatable || this.accepted == null || this.accepted.test(answer);
	}

	/**
	 * The call in words.
	 * @return for example {@code browse of metadata/contents}
	 */
	@Override
	public String toString() {
		return this.operation + " of " + ((this.resource != null) ? this.service + "/" + this.resource : this.service);
	}

	/**
	 * Writes log lines of a call, with what tells whose they are.
	 */
	@FunctionalInterface
	public interface Logging {

		/**
		 * Write a line.
		 * @param context the subscriber's context
		 * @param line the line
		 * @param logger what writes it
		 */
		void log(ContextView context, String line, Consumer<String> logger);

	}

}
