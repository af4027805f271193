package io.sequoia.retry;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Describes what holds for repeating one logical call.
 *
 * @param call the call. Its operation is one of few, as it becomes a tag. A failure that
 * names another service than the call's, such as the registry or the identity service,
 * befell what this call depends on: the request itself was not sent then
 * @param repeatable whether doing it twice is doing it once (RELIABILITY 1, row 4)
 * @param refs the resources that it writes, for the report where their state is unknown
 * @param settings the rules on repeating
 * @param accepted whether an answer is one to go on with (PROTOCOL 10), or {@code null}
 * if each is; asked only if the call is repeatable
 * @param tag gives the name of the service for meters and labels, each time that one is
 * needed. Where callers make names up, this keeps them from becoming ever more tags
 * @param shared whether many calls wait for its answer. It has a budget of its own then,
 * and as much time as they have; a time that the server asks for ({@code Retry-After})
 * ends it, since each of them has its own time
 * @param <R> the kind of answer
 */
public record RetryCall<R>(Call call, boolean repeatable, List<Ref> refs, RetrySettings settings,
		@Nullable Predicate<? super R> accepted, UnaryOperator<String> tag, boolean shared) {

	public RetryCall {
		refs = List.copyOf(refs);
	}

	/**
	 * Describe a call whose answer many calls wait for.
	 * @param call the call; its service is one that there is, and becomes a tag
	 * @param settings the rules on repeating
	 * @param <R> the kind of answer
	 * @return the call
	 */
	public static <R> RetryCall<R> shared(Call call, RetrySettings settings) {
		return new RetryCall<>(call, true, List.of(), settings, null, UnaryOperator.identity(), true);
	}

	/** The name of the budget that pays for its retries. */
	String budget() {
		return this.shared ? this.call.service() + "/" + this.call.operation() : this.call.service();
	}

	Details details(ContextView context) {
		return this.call.details(CorrelationIds.find(context));
	}

	String serviceTag() {
		return this.tag.apply(this.call.service());
	}

	boolean isAccepted(@Nullable R answer) {
		return answer == null || !this.repeatable || this.accepted == null || this.accepted.test(answer);
	}

	/**
	 * Describe the call in words.
	 * @return for example {@code browse of metadata/contents}
	 */
	@Override
	public String toString() {
		return this.call.toString();
	}

}
