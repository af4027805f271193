package io.sequoia.http;

import io.sequoia.Internal;

/**
 * Says in which order the filters of a request run: the first one sees the request first
 * and the answer last. {@link RequestFilter}s name their place.
 */
@Internal
public enum FilterOrder {

	/** Filters that the application adds to every WebClient, of any server. */
	APPLICATION,

	/** Gives the request its correlation id. */
	CORRELATION,

	/** Turns failures into exceptions and limits the size of the answer. */
	FAILURES,

	/** Filters of {@link SequoiaWebClientCustomizer}s. */
	CUSTOMIZERS,

	/** Filters of {@link SequoiaServiceWebClientCustomizer}s. */
	SERVICE_CUSTOMIZERS,

	/** Counts requests that run. */
	RUNNING,

	/** Keeps the user for whom the request is made. */
	CALLER,

	/** Replaces {@code sequoia://} addresses by the location of the service. */
	LOCATION,

	/** Applies the token of the user that is logged in. */
	USER_TOKEN,

	/** Applies the token of the client. */
	TOKEN,

	/** Follows redirects. */
	REDIRECT,

	/** Writes a line of the log for each request. */
	LOG,

	/** Remembers hosts that do not answer. */
	OUTAGE,

	/** Limits the time of requests whose answer many calls wait for. */
	TIME_LIMIT

}
