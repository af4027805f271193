package io.sequoia.http;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.proxy.ProxyConnectException;
import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Converts a failure of the proxy to an exception that names the proxy. The request has
 * not been sent. Refusals are final; any other failure may pass with the next attempt.
 */
final class ProxyFailures {

	/** The status in the message of Netty's exception, which has no property for it. */
	private static final Pattern STATUS = Pattern.compile(", status: (\\d{3})\\b");

	private final HttpSettings.@Nullable Proxy proxy;

	/**
	 * Prepare to translate.
	 * @param proxy the proxy, if one is configured
	 */
	ProxyFailures(HttpSettings.@Nullable Proxy proxy) {
		this.proxy = proxy;
	}

	/**
	 * Translate a failure of a proxy.
	 * @param failure Netty's exception
	 * @param where the call and the address that it goes to
	 * @param details the details of the call
	 * @param error the cause of the exception
	 * @return the exception
	 */
	RuntimeException of(ProxyConnectException failure, String where, Details details, Throwable error) {
		String what = where + " failed: " + ((this.proxy != null) ? "the proxy " + this.proxy : "a proxy");
		String message = String.valueOf(failure.getMessage());
		Matcher status = STATUS.matcher(message);
		if (!status.find()) {
			return new ServiceUnavailableException(
					what + " did not connect"
							+ (message.endsWith("timeout") ? " in time (sequoia.http.connect-timeout)" : ""),
					details, true, error);
		}
		return switch (status.group(1)) {
			case "407" ->
				new AuthenticationFailedException(what + " refuses to connect " + credentials(), details, error);
			case "403" -> new AccessDeniedException(what + " does not allow this client to connect to the host (403)",
					details, error);
			default -> new ServiceUnavailableException(
					what + " could not connect to the host (" + status.group(1) + ")", details, true, error);
		};
	}

	/**
	 * Translate a failure to connect, if it is the proxy that was to be connected to.
	 * @param url the address that the call goes to
	 * @param reason the reason
	 * @param where the call and the address that it goes to
	 * @param details the details of the call
	 * @param error the cause of the exception
	 * @return the exception, or {@code null} if the call needs no proxy
	 */
	@Nullable RuntimeException unreachable(URI url, String reason, String where, Details details, Throwable error) {
		return (this.proxy == null || url.getHost() == null || this.proxy.isBypassed(url.getHost())) ? null
				: new ServiceUnavailableException(
						where + " failed: the proxy " + this.proxy + " cannot be reached: " + reason
								+ "; check 'sequoia.http.proxy.host' and 'sequoia.http.proxy.port'",
						details, true, error);
	}

	private String credentials() {
		return (this.proxy != null && this.proxy.username() != null)
				? "with these credentials (407); check 'sequoia.http.proxy.username' and 'sequoia.http.proxy.password'"
				: "without credentials (407); set 'sequoia.http.proxy.username' and 'sequoia.http.proxy.password'";
	}

}
