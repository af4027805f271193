package io.sequoia.batch;

import java.util.Collection;
import java.util.function.Consumer;

import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Stores each chunk of a step as one batch. Each resource is created, or wholly replaced
 * if one of the same owner and name exists. A chunk may be written twice, if the step
 * ended before the chunk was committed; every resource then exists once, provided that
 * the resources have names before they are written. A generated name differs each time.
 * <p>
 * A service takes part in no transaction: written resources stay when a chunk is rolled
 * back. A chunk that fails throws the exceptions of {@code storeAll}, which contain the
 * outcome for each resource ({@link io.sequoia.SequoiaFailure#batch()}). Thread-safe.
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
	 * Create a writer to one collection, for example one without a type.
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
