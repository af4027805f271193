package io.sequoia.http;

import io.sequoia.Internal;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Is a filter of this client, with its place among those of a request.
 */
@Internal
public interface RequestFilter extends ExchangeFilterFunction {

	/**
	 * Name the place of the filter.
	 * @return the place
	 */
	FilterOrder order();

}
