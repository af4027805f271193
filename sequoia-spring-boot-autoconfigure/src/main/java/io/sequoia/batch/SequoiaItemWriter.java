package io.sequoia.batch;

import java.util.Collection;
import java.util.function.Consumer;

import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Stores each chunk of a step as one batch: created, or wholly replaced where there is a
 * resource of the same owner and name. So a chunk that is written again, since the step
 * ended before it was committed, leaves every resource once, provided that the resources
 * have names before they are written; a generated name is another one each time.
 * <p>
 * A service takes part in no transaction: what is written stays when a chunk is rolled
 * back. A chunk that fails throws the exceptions of {@code storeAll}, which tell what
 * became of each resource ({@link io.sequoia.SequoiaFailure#batch()}). Thread-safe.
 *
 * @param <T> the type of the resources
 */
public class SequoiaItemWriter<T> implements ItemWriter<T> {

	private final Consumer<Collection<? extends T>> store;

	/**
	 * Create a writer of resources whose types are annotated; they may be mixed.
	 * @param sequoia the operations, for example the template
	 */
	public SequoiaItemWriter(SequoiaOperations sequoia) {
		this.store = sequoia::storeAll;
	}

	/**
	 * Create a writer to one collection, which may be one without a type.
	 * @param resources the operations on the collection
	 */
	public SequoiaItemWriter(ResourceOperations<T> resources) {
		this.store = resources::storeAll;
	}

	@Override
	public void write(Chunk<? extends T> chunk) {
		this.store.accept(chunk.getItems());
	}

}
