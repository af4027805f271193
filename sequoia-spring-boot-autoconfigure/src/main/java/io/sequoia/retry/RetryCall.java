package io.sequoia.retry;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.call.Effect;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The properties of one logical call that decide on its retries.
 *
 * @param call the call. Its operation becomes a tag, so there must be few of them. A
 * failure that names another service than the call's, such as the registry or the
 * identity service, means that the request itself was not sent
 * @param repeatable whether the call has the same effect if it is made twice
 * @param refs the resources that it writes, for the report if their state is unknown
 * @param settings the rules on retries
 * @param accepted accepts an answer (docs/protocol.md, section 10), or {@code null} to
 * accept each; only used if the call is repeatable
 * @param tag returns the name of the service for meters and labels, each time that it is
 * needed. It keeps names that callers invent from becoming tags
 * @param shared whether many calls wait for its answer. It then has its own budget, and
 * as much time as the calls have. A {@code Retry-After} ends it, since each of them has
 * its own time
 * @param spent tells whether the request cannot be sent again, as its body was a stream
 * @param <R> the type of the answer
 */
@Internal
public record RetryCall<R>(Call call, boolean repeatable, List<Ref> refs, RetrySettings settings,
		@Nullable Predicate<? super R> accepted, UnaryOperator<String> tag, boolean shared, BooleanSupplier spent) {

	public RetryCall {
		refs = List.copyOf(refs);
	}

	/**
	 * Describe a call that can be sent any number of times.
	 * @param call the call
	 * @param repeatable whether the call has the same effect if it is made twice
	 * @param refs the resources that it writes
	 * @param settings the rules on retries
	 * @param accepted accepts an answer, or {@code null} to accept each
	 * @param tag returns the name of the service for meters and labels
	 * @param shared whether many calls wait for its answer
	 */
	public RetryCall(Call call, boolean repeatable, List<Ref> refs, RetrySettings settings,
			@Nullable Predicate<? super R> accepted, UnaryOperator<String> tag, boolean shared) {
		this(call, repeatable, refs, settings, accepted, tag, shared, () -> false);
	}

	/**
	 * Describe a call whose answer many calls wait for.
	 * @param call the call; its service exists, and becomes a tag
	 * @param settings the rules on retries
	 * @param <R> the type of the answer
	 * @return the call
	 */
	public static <R> RetryCall<R> shared(Call call, RetrySettings settings) {
		return new RetryCall<>(call, true, List.of(), settings, null, UnaryOperator.identity(), true);
	}

	/** Return the name of the budget for its retries. */
	String budget() {
		return this.shared ? this.call.service() + "/" + this.call.operation() : this.call.service();
	}

	/** Tell whether its retries are paid for. */
	boolean isBudgeted() {
		return this.settings.enabled() && this.settings.budget().enabled();
	}

	Details details(ContextView context) {
		return this.call.details(CorrelationIds.find(context));
	}

	String serviceTag() {
		return this.tag.apply(this.call.service());
	}

	/**
	 * Tell whether the caller must be informed that the call's effect is unknown.
	 * @param effect the effect of its attempts
	 */
	boolean isUnknown(Effect effect) {
		return effect.isPossible() && (!this.repeatable || !this.refs.isEmpty());
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
