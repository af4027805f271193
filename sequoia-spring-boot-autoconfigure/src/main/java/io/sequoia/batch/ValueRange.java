package io.sequoia.batch;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import io.sequoia.Printable;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import org.jspecify.annotations.Nullable;

/**
 * The lowest and the highest value of a field, as numbers: timestamps are milliseconds.
 *
 * @param field the name of the field
 * @param criteria the selection of the resources
 * @param timestamps whether the values are timestamps
 * @param lowest the lowest value
 * @param highest the highest value
 */
record ValueRange(String field, Criteria criteria, boolean timestamps, BigDecimal lowest, BigDecimal highest) {

	/**
	 * Request both values.
	 * @return the span, or {@code null} if no resource has a value
	 */
	static @Nullable ValueRange of(String field, ResourceOperations<Map<String, Object>> resources, Criteria criteria) {
		Criteria valued = criteria.and(Field.field(field).exists()).fields(field).perPage(1);
		Object lowest = first(field, resources, valued.orderBy(field).asc());
		Object highest = first(field, resources, valued.orderBy(field).desc());
		if (lowest == null || highest == null) {
			return null;
		}
		if (lowest instanceof Number && highest instanceof Number) {
			return new ValueRange(field, criteria, false, new BigDecimal(lowest.toString()),
					new BigDecimal(highest.toString()));
		}
		return new ValueRange(field, criteria, true, milliseconds(field, lowest), milliseconds(field, highest));
	}

	/** Return the criteria of the resources from a value on, and below another one. */
	Criteria part(BigDecimal from, BigDecimal to) {
		Field value = Field.field(this.field);
		return this.criteria.and(value.greaterThanOrEqualTo(value(from))).and(value.lessThan(value(to)));
	}

	List<?> values(List<BigDecimal> bounds) {
		return bounds.stream().map(this::value).toList();
	}

	private Object value(BigDecimal bound) {
		return this.timestamps ? Instant.ofEpochMilli(bound.longValue()) : bound;
	}

	private static @Nullable Object first(String field, ResourceOperations<Map<String, Object>> resources,
			Criteria sorted) {
		return resources.browse(sorted).first().map((resource) -> value(resource, field)).orElse(null);
	}

	/** Return the value at a path such as {@code scores.popularity}. */
	private static @Nullable Object value(Map<?, ?> resource, String path) {
		Object value = resource.get(path);
		int dot = path.indexOf('.');
		return (value == null && dot > 0 && resource.get(path.substring(0, dot)) instanceof Map<?, ?> map)
				? value(map, path.substring(dot + 1)) : value;
	}

	private static BigDecimal milliseconds(String field, Object value) {
		try {
			return BigDecimal.valueOf(OffsetDateTime.parse(value.toString()).toInstant().toEpochMilli());
		}
		catch (DateTimeException ex) {
			throw new IllegalStateException(
					"Values of the field '" + field + "' such as '" + Printable.of(value.toString())
							+ "' are neither numbers nor timestamps: set the bounds of the partitions with ranges(..)",
					ex);
		}
	}

}
