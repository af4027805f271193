package io.sequoia.core;

import reactor.core.publisher.Mono;

/**
 * A base class for resources that save, delete and reload themselves without blocking:
 * the counterpart of {@link ActiveResource} for reactive applications. It is attached in
 * the same way, by either template. A detached object fails with
 * {@link IllegalStateException} as an error of the {@code Mono}. Not thread-safe: the
 * object changes before the {@code Mono} completes.
 *
 * @param <T> the class itself, as in {@code class Film extends
 * ReactiveActiveResource<Film>}
 */
public abstract class ReactiveActiveResource<T extends ReactiveActiveResource<T>> extends Attachable {

	/**
	 * Create a detached resource.
	 */
	protected ReactiveActiveResource() {
	}

	/**
	 * Write the state that this object has at the subscription.
	 * @return this object, with the state of the answer
	 * @see ActiveResource#save()
	 */
	public Mono<T> save() {
		return Mono.defer(() -> requireAttachment().save(self()));
	}

	/**
	 * Delete the resource, in any version. The object is detached then.
	 * @return {@code true} if it existed
	 * @see ActiveResource#delete()
	 */
	public Mono<Boolean> delete() {
		return Mono.defer(() -> requireAttachment().delete(this));
	}

	/**
	 * Take the current state of the resource.
	 * @return this object
	 * @see ActiveResource#reload()
	 */
	public Mono<T> reload() {
		return Mono.defer(() -> requireAttachment().reload(self()));
	}

	@SuppressWarnings("unchecked")
	private T self() {
		return (T) this;
	}

}
