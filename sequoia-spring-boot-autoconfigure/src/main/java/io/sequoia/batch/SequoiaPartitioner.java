package io.sequoia.batch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.sequoia.core.ResourceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;

import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.util.Assert;

import static io.sequoia.core.query.Criteria.where;

/**
 * Divides a collection by the values of a field, so that every resource is in exactly one
 * partition. The partitions are ranges, each with its lower bound and without its upper
 * one (docs/protocol.md, section 6), the first and the last one open, and one partition
 * for the resources without a value. The field must have at most one value per resource,
 * and its filter must support ranges according to the service's descriptor: for example
 * timestamps, and scores such as {@code scores.popularity}.
 * <p>
 * The conditions of a partition are text in its execution context, which is sent to
 * workers on other machines; a {@link SequoiaItemReader} there adds them to its criteria.
 * Thread-safe.
 */
public final class SequoiaPartitioner implements Partitioner {

	// no PartitionNameProvider: it gives empty contexts at a restart, and a partition
	// that had not been recorded would read the whole collection

	private static final String CONDITION = "sequoia.partition.";

	private static final String RECORDED = "sequoia.partitions";

	private final Field field;

	private final IntFunction<List<?>> bounds;

	private SequoiaPartitioner(String field, IntFunction<List<?>> bounds, Criteria criteria) {
		Assert.isTrue(!criteria.toQueryParameters().containsKey("sort"),
				"The criteria of a partitioner must have no sort order: it sorts by the field '" + field + "'");
		this.field = Field.field(field);
		this.bounds = bounds;
	}

	/**
	 * Divide at given values, regardless of the grid size: {@code n} bounds make
	 * {@code n + 1} ranges.
	 * @param field the name of the field
	 * @param bounds the values at which a new range begins, in ascending order
	 * @param <C> the type of the values, an operand of {@link Field}
	 * @return the partitioner
	 * @throws IllegalArgumentException if the bounds are not in ascending order
	 * @throws io.sequoia.InvalidCriteriaException if that cannot be a field name
	 */
	public static <C extends Comparable<? super C>> SequoiaPartitioner ranges(String field, List<C> bounds) {
		for (int i = 1; i < bounds.size(); i++) {
			C bound = bounds.get(i);
			Assert.isTrue(bounds.get(i - 1).compareTo(bound) < 0,
					() -> "The bounds must be in ascending order without repetition, but " + bound
							+ " is not above the bound before it");
		}
		List<C> copy = List.copyOf(bounds);
		return new SequoiaPartitioner(field, (gridSize) -> copy, Criteria.all());
	}

	/**
	 * Divide the span between the lowest and the highest value into ranges of the same
	 * width, as many as the grid size. The two values are requested when the step begins,
	 * by a request for one resource each.
	 * @param field the name of the field; its values are numbers or timestamps
	 * @param resources the untyped operations on the collection
	 * @param criteria the selection of the resources that the ranges are for, without a
	 * sort order
	 * @return the partitioner, which throws {@link IllegalStateException} for values that
	 * are neither numbers nor timestamps
	 * @throws IllegalArgumentException if the criteria have a sort order
	 * @throws io.sequoia.InvalidCriteriaException if that cannot be a field name
	 */
	public static SequoiaPartitioner evenRanges(String field, ResourceOperations<Map<String, Object>> resources,
			Criteria criteria) {
		return new SequoiaPartitioner(field, (gridSize) -> {
			ValueRange span = ValueRange.of(field, resources, criteria);
			return (span != null) ? span.values(divide(span.lowest(), span.highest(), gridSize)) : List.of();
		}, criteria);
	}

	/**
	 * Divide into ranges that hold about the same number of resources, as many as the
	 * grid size, however the values are spread: none holds more than one and a half times
	 * a fair share, unless more than half of a fair share has the same value. When the
	 * step begins, the lowest and the highest value are requested, and resources are
	 * counted, about three times for each range and once more for each halving of the
	 * span that clusters of values need.
	 * @param field the name of the field; its values are numbers or timestamps
	 * @param resources the untyped operations on the collection
	 * @param criteria the selection of the resources that the ranges are for, without a
	 * sort order and without conditions on the field
	 * @return the partitioner, which throws {@link IllegalStateException} for values that
	 * are neither numbers nor timestamps
	 * @throws IllegalArgumentException if the criteria have a sort order
	 * @throws io.sequoia.InvalidCriteriaException if that cannot be a field name
	 */
	public static SequoiaPartitioner evenCounts(String field, ResourceOperations<Map<String, Object>> resources,
			Criteria criteria) {
		return new SequoiaPartitioner(field, (gridSize) -> {
			ValueRange span = ValueRange.of(field, resources, criteria);
			return (span != null) ? span.values(
					new EvenCounts(span.lowest(), span.highest(), (from, to) -> resources.count(span.part(from, to)))
						.bounds(gridSize))
					: List.of();
		}, criteria);
	}

	/**
	 * Record the partitions in the execution context of the manager's step before the
	 * first of them is created, so that a restart has the same ones. Without it, a job
	 * that was killed while its partitions were created may compute others for the rest,
	 * and lose resources between them.
	 * @param jobs the job repository
	 * @return a partitioner that must be used by a step
	 */
	public Partitioner recordedBy(JobRepository jobs) {
		return (gridSize) -> {
			StepContext step = StepSynchronizationManager.getContext();
			Assert.state(step != null, "A partitioner that records its partitions must be used by a step");
			ExecutionContext context = step.getStepExecution().getExecutionContext();
			if (context.get(RECORDED) instanceof Map<?, ?> recorded) {
				return restored(recorded);
			}
			Map<String, ExecutionContext> partitions = partition(gridSize);
			Map<String, Map<String, Object>> recorded = new LinkedHashMap<>();
			partitions.forEach((name, partition) -> recorded.put(name, new HashMap<>(partition.toMap())));
			context.put(RECORDED, recorded);
			jobs.updateExecutionContext(step.getStepExecution());
			return partitions;
		};
	}

	private static Map<String, ExecutionContext> restored(Map<?, ?> recorded) {
		Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
		recorded.forEach((name, conditions) -> {
			ExecutionContext partition = new ExecutionContext();
			((Map<?, ?>) conditions).forEach((key, value) -> partition.putString((String) key, (String) value));
			partitions.put((String) name, partition);
		});
		return partitions;
	}

	/**
	 * Make the partitions.
	 * @param gridSize the number of ranges; ignored if their bounds are given
	 * @return the contexts of the partitions by their names
	 */
	@Override
	public Map<String, ExecutionContext> partition(int gridSize) {
		List<?> bounds = this.bounds.apply(gridSize);
		Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
		for (int i = 0; i <= bounds.size(); i++) {
			Criteria range = bounds.isEmpty() ? where(this.field.exists()) : Criteria.all();
			if (i > 0) {
				range = range.and(this.field.greaterThanOrEqualTo(bounds.get(i - 1)));
			}
			if (i < bounds.size()) {
				range = range.and(this.field.lessThan(bounds.get(i)));
			}
			partitions.put("range" + i, context(range));
		}
		partitions.put("absent", context(where(this.field.notExists())));
		return partitions;
	}

	/**
	 * Add the conditions of a partition.
	 * @param criteria the criteria of the whole collection
	 * @param context the execution context of a step, in a partition or not
	 * @return the criteria of the partition, or of the whole collection if there are no
	 * partitions
	 */
	static Criteria narrow(Criteria criteria, ExecutionContext context) {
		Criteria narrowed = criteria;
		for (int i = 0; context.containsKey(CONDITION + i); i++) {
			String condition = context.getString(CONDITION + i);
			int end = condition.indexOf('=');
			narrowed = narrowed.param(condition.substring(0, end), condition.substring(end + 1));
		}
		return narrowed;
	}

	private static ExecutionContext context(Criteria criteria) {
		ExecutionContext context = new ExecutionContext();
		criteria.toQueryParameters()
			.forEach((name, values) -> values
				.forEach((value) -> context.putString(CONDITION + context.size(), name + "=" + value)));
		return context;
	}

	/**
	 * Divide a span. Bounds may be equal, as a restart must have the same number of
	 * partitions.
	 */
	private static List<BigDecimal> divide(BigDecimal lowest, BigDecimal highest, int gridSize) {
		BigDecimal width = highest.subtract(lowest);
		int scale = Math.max(0, width.scale());
		return IntStream.range(1, gridSize)
			.mapToObj((i) -> lowest.add(width.multiply(BigDecimal.valueOf(i))
				.divide(BigDecimal.valueOf(gridSize), scale, RoundingMode.FLOOR)))
			.toList();
	}

}
