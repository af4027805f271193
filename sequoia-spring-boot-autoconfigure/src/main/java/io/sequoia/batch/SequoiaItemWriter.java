package io.sequoia.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.sequoia.InvalidResourceException;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.SequoiaFailure.Validation;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;
import org.jspecify.annotations.Nullable;

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

	private @Nullable BiConsumer<? super T, ? super InvalidResourceException> refused;

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

	/**
	 * Set a handler of single resources that are refused as invalid, by the client's
	 * checks or by the service. The rest of their chunk is stored. The client's checks
	 * name the invalid ones; a chunk that the service refuses is divided in halves until
	 * only they are left, with about two requests for each halving. Unlike the skipping
	 * of a fault-tolerant step, this loses nothing if the process is killed meanwhile,
	 * and needs no rollback. Without a handler, which is the default, an invalid resource
	 * fails its chunk.
	 * @param refused gets the resource and the reason; what it throws fails the chunk
	 */
	public void setRefusedHandler(BiConsumer<? super T, ? super InvalidResourceException> refused) {
		this.refused = refused;
	}

	@Override
	public void write(Chunk<? extends T> chunk) {
		write(chunk.getItems());
	}

	private void write(List<? extends T> resources) {
		try {
			this.store.accept(resources);
		}
		catch (InvalidResourceException ex) {
			if (this.refused == null) {
				throw ex;
			}
			writeRest(resources, ex, this.refused);
		}
		catch (IllegalArgumentException ex) {
			// thrown where the only resource cannot be sent, for example by its name
			if (this.refused == null || resources.size() > 1) {
				throw ex;
			}
			String reason = String.valueOf(ex.getMessage());
			this.refused.accept(resources.get(0), new InvalidResourceException(reason, Details.NONE,
					List.of(new Violation(0, null, "", reason)), ex));
		}
	}

	private void writeRest(List<? extends T> resources, InvalidResourceException failure,
			BiConsumer<? super T, ? super InvalidResourceException> refused) {
		if (resources.size() == 1) {
			refused.accept(resources.get(0), failure);
			return;
		}
		if (failure.violations().isEmpty()) {
			int middle = resources.size() / 2;
			write(resources.subList(0, middle));
			write(resources.subList(middle, resources.size()));
			return;
		}
		// halves would not have the two resources of one name
		Map<Integer, List<Violation>> found = failure.violations()
			.stream()
			.collect(Collectors.groupingBy(Violation::index, TreeMap::new, Collectors.toList()));
		List<T> rest = new ArrayList<>();
		for (int i = 0; i < resources.size(); i++) {
			if (!found.containsKey(i)) {
				rest.add(resources.get(i));
			}
		}
		write(rest);
		found.forEach((index, violations) -> refused.accept(resources.get(index), reason(violations, failure)));
	}

	private static InvalidResourceException reason(List<Violation> found, InvalidResourceException failure) {
		List<Violation> violations = found.stream()
			.map((one) -> new Violation(0, one.ref(), one.path(), one.message()))
			.toList();
		Ref ref = violations.get(0).ref();
		String message = violations.stream()
			.map(Violation::statement)
			.collect(Collectors.joining("; ", "The resource " + ((ref != null) ? ref + " " : "") + "is not valid: ",
					""));
		Validation validation = new Validation("resource", violations.stream().map(Violation::path).toList());
		return new InvalidResourceException(message, failure.details().withError(null, validation), violations,
				failure);
	}

}
