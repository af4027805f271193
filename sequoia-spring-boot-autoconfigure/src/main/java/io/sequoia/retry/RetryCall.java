package io.sequoia.retry;

import java.util.List;
import java.util.function.Consumer;
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
 * @param view how the call is told, logged and measured; {@code null} where its names are
 * all there is
 * @param accepted whether an answer is one to go on with (PROTOCOL 10), or {@code null}
 * if each is; asked only if the call is repeatable
 * @param shared whether many calls wait for its answer. It has a budget of its own then,
 * and as much time as they have; a time that the server asks for ({@code Retry-After})
 * ends it, since each of them has its own time
 * @param <R> the kind of answer
 */
public record RetryCall<R>(String service, @Nullable String resource, String operation, boolean repeatable,
		List<Ref> refs, RetrySettings settings, @Nullable View view, @Nullable Predicate<? super R> accepted,
		boolean shared) {

	public RetryCall {
		refs = List.copyOf(refs);
	}

	/**
	 * Describe a call that its caller waits for alone.
	 * @param service the name of the service that is called
	 * @param resource the name of the resource collection, or {@code null}
	 * @param operation the name of the operation
	 * @param repeatable whether doing it twice is doing it once
	 * @param refs the resources that it writes
	 * @param settings the rules on repeating
	 * @param view how the call is told, logged and measured, or {@code null}
	 * @param accepted whether an answer is one to go on with, or {@code null}
	 */
	public RetryCall(String service, @Nullable String resource, String operation, boolean repeatable, List<Ref> refs,
			RetrySettings settings, @Nullable View view, @Nullable Predicate<? super R> accepted) {
		this(service, resource, operation, repeatable, refs, settings, view, accepted, false);
	}

	/** The name of the budget that pays for its retries. */
	String budget() {
		return this.shared ? this.service + "/" + this.operation : this.service;
	}

	Details details(ContextView context) {
		return (this.view != null) ? this.view.details(context) : Details.of(null, this.service, this.resource);
	}

	void log(ContextView context, String line, Consumer<String> logger) {
		if (this.view != null) {
			this.view.log(context, line, logger);
		}
		else {
			logger.accept(line);
		}
	}

	String tag() {
		return (this.view != null) ? this.view.tag(this.service) : this.service;
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
	 * How a call is told, logged and measured.
	 */
	@FunctionalInterface
	public interface View {

		/**
		 * What is known about the call, the correlation id above all.
		 * @param context the subscriber's context
		 * @return the details
		 */
		Details details(ContextView context);

		/**
		 * Write a log line, with what tells whose it is.
		 * @param context the subscriber's context
		 * @param line the line
		 * @param logger what writes it
		 */
		default void log(ContextView context, String line, Consumer<String> logger) {
			logger.accept(line);
		}

		/**
		 * The name of the service for meters and labels, asked for each time that one is
		 * needed. Where callers make names up, this keeps them from becoming ever more
		 * tags.
		 * @param service the name of the service
		 * @return the tag
		 */
		default String tag(String service) {
			return service;
		}

	}

}
