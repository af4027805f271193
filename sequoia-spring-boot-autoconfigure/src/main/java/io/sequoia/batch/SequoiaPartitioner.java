package io.sequoia.batch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.sequoia.Printable;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.partition.Partitioner;
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

	private final Field field;

	private final IntFunction<List<?>> bounds;

	private SequoiaPartitioner(String field, IntFunction<List<?>> bounds) {
		this.field = Field.field(field);
		this.bounds = bounds;
	}

	/**
	 * Divide at given values, whatever the grid size: {@code n} bounds make {@code n + 1}
	 * ranges.
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
					() -> "The bounds must be in ascending order, each once, but " + bound + " is not above the one"
							+ " before it");
		}
		List<C> copy = List.copyOf(bounds);
		return new SequoiaPartitioner(field, (gridSize) -> copy);
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
		Assert.isTrue(!criteria.toQueryParameters().containsKey("sort"),
				"The criteria of a partitioner must have no sort order: it sorts by the field '" + field + "'");
		Criteria valued = criteria.and(Field.field(field).exists()).fields(field).perPage(1);
		Function<Criteria, @Nullable Object> value = (
				sorted) -> resources.browse(sorted).first().map((resource) -> value(resource, field)).orElse(null);
		return new SequoiaPartitioner(field, (gridSize) -> {
			Object lowest = value.apply(valued.orderBy(field).asc());
			Object highest = value.apply(valued.orderBy(field).desc());
			return (lowest == null || highest == null) ? List.of() : divide(field, lowest, highest, gridSize);
		});
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

	/** Return the value at a path such as {@code scores.popularity}. */
	private static @Nullable Object value(Map<?, ?> resource, String path) {
		Object value = resource.get(path);
		int dot = path.indexOf('.');
		return (value == null && dot > 0 && resource.get(path.substring(0, dot)) instanceof Map<?, ?> map)
				? value(map, path.substring(dot + 1)) : value;
	}

	private static List<?> divide(String field, Object lowest, Object highest, int gridSize) {
		if (lowest instanceof Number && highest instanceof Number) {
			return divide(new BigDecimal(lowest.toString()), new BigDecimal(highest.toString()), gridSize);
		}
		return divide(milliseconds(field, lowest), milliseconds(field, highest), gridSize).stream()
			.map((bound) -> Instant.ofEpochMilli(bound.longValue()))
			.toList();
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

	private static BigDecimal milliseconds(String field, Object value) {
		try {
			return BigDecimal.valueOf(OffsetDateTime.parse(value.toString()).toInstant().toEpochMilli());
		}
		catch (DateTimeException ex) {
			throw new IllegalStateException(
					"Values of the field '" + field + "' such as '" + Printable.of(value.toString())
							+ "' are neither numbers nor timestamps: give the bounds of the partitions by ranges(..)",
					ex);
		}
	}

}
