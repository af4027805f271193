package io.sequoia.http;

import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Is a filter of this client, with its place among those of a request.
 */
public interface RequestFilter extends ExchangeFilterFunction {

	/**
	 * Name the place of the filter.
	 * @return the place
	 */
	FilterOrder order();

}
