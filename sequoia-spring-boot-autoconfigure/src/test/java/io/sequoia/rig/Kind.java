package io.sequoia.rig;

/**
 * A kind of fault, by which the rows of the matrix are grouped. The order is that of the
 * page.
 */
enum Kind {

	/** The port is closed. */
	REFUSED_CONNECTION("connection refused"),

	/** The port is open, but no connection is accepted. */
	UNACCEPTED_CONNECTION("connection not accepted"),

	/** The name of the host has no address. */
	UNKNOWN_HOST("unknown host"),

	/** The client cannot trust the server. */
	SERVER_CERTIFICATE("server certificate"),

	/** The server does not trust the client. */
	CLIENT_CERTIFICATE("client certificate"),

	/** The connection is reset before the server has read the request. */
	RESET_UNREAD("reset before reading"),

	/** The connection is lost after the request was read, and before its effect. */
	LOST_UNAPPLIED("lost before the effect"),

	/** The connection is lost after the effect of the request. */
	LOST_APPLIED("lost after the effect"),

	/** The answer ends too early. */
	CUT_ANSWER("answer cut off"),

	/** The answer is no valid HTTP. */
	INVALID_HTTP("invalid HTTP"),

	/** The answer has no body. */
	EMPTY_ANSWER("empty answer"),

	/** The answer is slower than the time limits. */
	SLOW_ANSWER("slow answer"),

	/** A status of 500 or more. */
	SERVER_ERROR("server error"),

	/** Status 429. */
	RATE_LIMIT("rate limit"),

	/** Another status between 400 and 499. */
	REFUSED_REQUEST("request refused"),

	/** The token has become invalid. */
	REVOKED_TOKEN("token revoked"),

	/** Status 401, whatever the token. */
	REFUSED_TOKEN("token refused"),

	/** A redirect. */
	REDIRECT("redirect"),

	/** The link to the next page. */
	LINK("link of a page"),

	/** A failure in the middle of a browse. */
	FAILED_PAGE("failed page"),

	/** The body is too large, or not the expected JSON. */
	UNREADABLE_ANSWER("unreadable answer"),

	/** The server closes a kept connection while a request is on its way. */
	CLOSED_CONNECTION("connection closed"),

	/** More callers than connections. */
	CONNECTION_POOL("connection pool"),

	/** The lifetime in the answer to a request for a token. */
	TOKEN_LIFETIME("token lifetime"),

	/** The location of a service changes, or cannot be asked for. */
	DISCOVERY("discovery"),

	/** The clocks of the servers are wrong. */
	WRONG_CLOCK("wrong clock"),

	/** The caller stops waiting. */
	CANCELLED_CALL("call cancelled"),

	/** The server writes more than one answer. */
	SURPLUS_ANSWER("surplus answer"),

	/** The status line or the headers cannot be used. */
	UNUSABLE_HEAD("unusable head"),

	/** The caller stops waiting as the answer arrives. */
	CANCELLED_AT_ANSWER("cancelled at the answer"),

	/** The failure of a request whose answer many calls wait for. */
	SHARED_REQUEST("shared request"),

	/** The registry does not list the service for a moment. */
	FORGOTTEN_SERVICE("service forgotten"),

	/** Status 503 with the time to wait. */
	RETRY_AFTER("503 with Retry-After"),

	/** Pages without an end. */
	ENDLESS_PAGES("endless pages"),

	/** A descriptor that takes much time or memory to read. */
	COSTLY_DESCRIPTOR("costly descriptor"),

	/** An error of the token endpoint that does not concern the credentials. */
	TOKEN_ENDPOINT("token endpoint"),

	/** A proxy that does not connect. */
	PROXY("proxy");

	private final String words;

	Kind(String words) {
		this.words = words;
	}

	@Override
	public String toString() {
		return this.words;
	}

}
