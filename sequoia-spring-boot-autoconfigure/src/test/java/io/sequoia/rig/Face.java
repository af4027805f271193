package io.sequoia.rig;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.query.Criteria;
import reactor.core.publisher.Mono;

/**
 * One of the two templates.
 */
interface Face {

	Item read(Ref ref);

	List<Item> browse();

	Item store(Item item);

	Item update(Item item);

	boolean delete(Ref ref);

	/** Create the same template with other options. */
	Face with(RequestOptions options);

	static Face blocking(SequoiaOperations operations) {
		return new Blocking(operations);
	}

	static Face reactive(ReactiveSequoiaOperations operations) {
		return new Reactive(operations);
	}

	/**
	 * The blocking template.
	 */
	record Blocking(SequoiaOperations operations) implements Face {

		@Override
		public Item read(Ref ref) {
			return this.operations.read(ref, Item.class);
		}

		@Override
		public List<Item> browse() {
			return this.operations.browse(Criteria.all(), Item.class).stream().toList();
		}

		@Override
		public Item store(Item item) {
			return this.operations.store(item);
		}

		@Override
		public Item update(Item item) {
			return this.operations.update(item);
		}

		@Override
		public boolean delete(Ref ref) {
			return this.operations.delete(ref, Item.class);
		}

		@Override
		public Face with(RequestOptions options) {
			return new Blocking(this.operations.with(options));
		}

		@Override
		public String toString() {
			return "blocking";
		}

	}

	/**
	 * The reactive template; the test waits for it.
	 */
	record Reactive(ReactiveSequoiaOperations operations) implements Face {

		@Override
		public Item read(Ref ref) {
			return get(this.operations.read(ref, Item.class));
		}

		@Override
		public List<Item> browse() {
			return get(this.operations.browse(Criteria.all(), Item.class).flux().collectList());
		}

		@Override
		public Item store(Item item) {
			return get(this.operations.store(item));
		}

		@Override
		public Item update(Item item) {
			return get(this.operations.update(item));
		}

		@Override
		public boolean delete(Ref ref) {
			return get(this.operations.delete(ref, Item.class));
		}

		@Override
		public Face with(RequestOptions options) {
			return new Reactive(this.operations.with(options));
		}

		@Override
		public String toString() {
			return "reactive";
		}

		private static <R> R get(Mono<R> mono) {
			try {
				return mono.toFuture().get(1, TimeUnit.MINUTES);
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof RuntimeException failure) {
					throw failure;
				}
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
