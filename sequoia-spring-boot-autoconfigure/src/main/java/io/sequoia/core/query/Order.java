package io.sequoia.core.query;

/**
 * The direction of the field that was named last in an {@code orderBy}: ascending, unless
 * said otherwise. Of several directions for one field the last one counts.
 *
 * @param <S> what is sorted: criteria or an inclusion
 */
public interface Order<S extends Order<S>> {

	/**
	 * Sort by the field from the lowest to the highest value, which is the default.
	 * @return a copy that sorts so
	 */
	S asc();

	/**
	 * Sort by the field from the highest to the lowest value.
	 * @return a copy that sorts so
	 */
	S desc();

}
