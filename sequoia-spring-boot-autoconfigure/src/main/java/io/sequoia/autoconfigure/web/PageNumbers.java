package io.sequoia.autoconfigure.web;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Refuses invalid page numbers, which Spring Data would silently replace by others.
 */
final class PageNumbers {

	private PageNumbers() {
	}

	/**
	 * Check the parameters of a request for a page.
	 * @param page the parameter with the number of the page
	 * @param first the number of the first page
	 * @param size the parameter with the page size
	 * @param maxSize the largest page size
	 * @throws InvalidCriteriaException if one of them is present and not a valid number
	 */
	static void check(Parameter page, int first, Parameter size, int maxSize) {
		if (!page.isBetween(first, Integer.MAX_VALUE)) {
			throw refused(page, "from " + first);
		}
		if (!size.isBetween(1, maxSize)) {
			throw refused(size, "from 1 to " + maxSize);
		}
	}

	private static InvalidCriteriaException refused(Parameter parameter, String range) {
		return new InvalidCriteriaException("The parameter " + parameter.name + " must be a number " + range
				+ ", but is '" + Printable.of(String.valueOf(parameter.value), 40) + "'");
	}

	/**
	 * A parameter of a request.
	 *
	 * @param name the name
	 * @param value the value, or {@code null} if the request does not have it
	 */
	record Parameter(String name, @Nullable String value) {

		private boolean isBetween(int min, int max) {
			if (!StringUtils.hasText(this.value)) {
				return true;
			}
			try {
				int number = Integer.parseInt(this.value);
				return number >= min && number <= max;
			}
			catch (NumberFormatException ex) {
				return false;
			}
		}

	}

}
