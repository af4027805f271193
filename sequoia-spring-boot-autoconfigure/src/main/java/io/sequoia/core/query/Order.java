package io.sequoia.core.query;

/**
 * The direction of the last field of an {@code orderBy}; ascending by default. If several
 * directions are given for one field, the last one is used.
 *
 * @param <S> the type that is sorted, criteria or an inclusion
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
