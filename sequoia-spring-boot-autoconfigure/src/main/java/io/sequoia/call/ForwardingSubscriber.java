package io.sequoia.call;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Passes all signals of a source on to its subscriber. Subclasses do their work in
 * between, in one step for each subscription, where several operators would be several
 * steps. The source never sees a fused subscriber, so that each signal passes here.
 *
 * @param <T> the type of the elements
 */
@Internal
public abstract class ForwardingSubscriber<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> subscriber;

	private @Nullable Subscription source;

	/**
	 * Create a relay for one subscription.
	 * @param subscriber gets the signals
	 */
	protected ForwardingSubscriber(CoreSubscriber<? super T> subscriber) {
		this.subscriber = subscriber;
	}

	@Override
	public final Context currentContext() {
		return this.subscriber.currentContext();
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		this.source = subscription;
		this.subscriber.onSubscribe(this);
	}

	@Override
	public void onNext(T element) {
		this.subscriber.onNext(element);
	}

	@Override
	public void onError(Throwable error) {
		this.subscriber.onError(error);
	}

	@Override
	public void onComplete() {
		this.subscriber.onComplete();
	}

	@Override
	public final void request(long count) {
		if (this.source != null) {
			this.source.request(count);
		}
	}

	@Override
	public void cancel() {
		if (this.source != null) {
			this.source.cancel();
		}
	}

}
