package io.sequoia.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolShutdownException;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Converts a failure below HTTP to an exception, which tells whether the request may have
 * reached the server.
 */
final class TransportFailures {

	private static final String CLOSED_BEFORE_SENDING = String.valueOf(AbortedException.beforeSend().getMessage());

	private final TlsFailures tls;

	private final ProxyFailures proxy;

	/**
	 * Prepare to translate.
	 * @param tls explains failures of certificates
	 * @param proxy explains failures of the proxy
	 */
	TransportFailures(TlsFailures tls, ProxyFailures proxy) {
		this.tls = tls;
		this.proxy = proxy;
	}

	/**
	 * Translate an error.
	 * @param request the request that failed
	 * @param error the error
	 * @param correlationId the correlation id of the call
	 * @return the failure, or the error itself if it does not come from the network
	 */
	Throwable of(ClientRequest request, Throwable error, @Nullable String correlationId) {
		return of(request, request.url(), error, correlationId);
	}

	/**
	 * Translate an error.
	 * @param request the request that failed
	 * @param address the address to which it was sent
	 * @param failure the error
	 * @param correlationId the correlation id of the call
	 * @return the failure, or the error itself if it does not come from the network
	 */
	Throwable of(ClientRequest request, URI address, Throwable failure, @Nullable String correlationId) {
		if (failure instanceof SequoiaFailure) {
			return failure;
		}
		Throwable error = withoutHeaders(failure);
		Throwable cause = unwrap(error);
		Call call = Call.of(request.attributes());
		Details details = Correlated.details(request, correlationId);
		// a later filter may have replaced the address by another one of the registry
		URI url = (error instanceof WebClientRequestException sent) ? sent.getUri() : address;
		String where = ((call != null) ? call : request.method() + " request") + " at " + url.getScheme() + "://"
				+ Printable.host(url);
		if (cause instanceof ReadTimeoutException || cause instanceof TimeoutException && !isPoolTimeout(cause)) {
			return new RequestTimeoutException(where + " took longer than sequoia.http.response-timeout", details,
					false, error);
		}
		if (cause instanceof ExchangeCodec.UnusableHead) {
			return unread("The answer to " + where + " cannot be used: " + cause.getMessage(), details, error);
		}
		if (!isNetwork(cause)) {
			return cause;
		}
		if (cause instanceof ProxyConnectException refused) {
			return this.proxy.of(refused, where, details, error);
		}
		RuntimeException unreachable = isUnconnected(cause)
				? this.proxy.unreachable(url, reason(cause), where, details, error) : null;
		if (unreachable != null) {
			return unreachable;
		}
		Exception passing = (cause instanceof UnknownHostException unknown) ? NameFailures.passing(unknown) : null;
		if (passing != null) {
			return new ServiceUnavailableException(where + " failed: the name of the host could not be looked up ("
					+ NameFailures.reason(passing) + ")", details, true, passing);
		}
		return new ServiceUnavailableException(
				where + " failed: " + reason(cause) + (isUnreachable(cause) ? whatToCheck(call) : ""), details,
				isUnsent(cause), error);
	}

	/**
	 * Return the same error without the headers of the request, which contain tokens and
	 * secrets.
	 */
	private static Throwable withoutHeaders(Throwable error) {
		if (!(error instanceof WebClientRequestException sent)) {
			return error;
		}
		WebClientRequestException bare = new WebClientRequestException(unwrap(error), sent.getMethod(), sent.getUri(),
				HttpHeaders.EMPTY);
		bare.setStackTrace(sent.getStackTrace());
		Arrays.stream(sent.getSuppressed()).forEach(bare::addSuppressed);
		return bare;
	}

	private static boolean isUnreachable(Throwable cause) {
		return isUnconnected(cause) || cause instanceof UnknownHostException || cause instanceof NotSslRecordException
				|| isClosedHandshake(cause);
	}

	/** Tell whether there was no connection, not even to a proxy. */
	private static boolean isUnconnected(Throwable cause) {
		return cause instanceof ConnectException || cause instanceof NoRouteToHostException
				|| cause instanceof UnresolvedAddressException;
	}

	private static boolean isClosedHandshake(Throwable cause) {
		return cause instanceof ConnectionClosed closed && closed.isHandshaking();
	}

	/** Name the settings that may contain the address of a host. */
	private static String whatToCheck(@Nullable Call call) {
		if (call == null || call.isOfStorage()) {
			return "";
		}
		return switch (call.service()) {
			case "registry" -> "; check sequoia.registry.url, and that the registry runs there";
			case Call.IDENTITY ->
				"; check sequoia.auth.token-uri and sequoia.services.identity, or the registry's entry";
			default -> "; check sequoia.services." + call.service() + ", or the registry's entry";
		};
	}

	/**
	 * Create the failure for an answer that cannot be read, so that it is not known
	 * whether the request was applied.
	 */
	private static MalformedResponseException unread(String message, Details details, Throwable error) {
		ProtocolException cause = new ProtocolException(message);
		cause.initCause(error);
		return new MalformedResponseException(message, details, cause);
	}

	private static Throwable unwrap(Throwable error) {
		Throwable cause = error.getCause();
		boolean wrapper = error instanceof WebClientRequestException || error instanceof WebClientResponseException;
		return (wrapper && cause != null) ? handshake(cause) : handshake(error);
	}

	/**
	 * Find the alert in Netty's exception, which wraps one that arrives after the
	 * client's part of a handshake, or the failure of the proxy, behind which there was
	 * no handshake.
	 */
	private static Throwable handshake(Throwable error) {
		if (error instanceof SSLException && error.getCause() instanceof ProxyConnectException refused) {
			return refused;
		}
		return (error instanceof DecoderException && error.getCause() instanceof SSLException cause) ? cause : error;
	}

	private static boolean isNetwork(Throwable cause) {
		return cause instanceof IOException || cause instanceof CodecException || isPoolTimeout(cause)
				|| cause instanceof PoolShutdownException || cause instanceof AbortedException
				|| isProtocolError(cause);
	}

	/**
	 * Tell whether Netty received bytes that are no HTTP, a failure that has no type of
	 * its own.
	 */
	private static boolean isProtocolError(Throwable cause) {
		StackTraceElement[] trace = cause.getStackTrace();
		return cause instanceof RuntimeException && trace.length > 0 && trace[0].getClassName().startsWith("io.netty.");
	}

	private static boolean isPoolTimeout(Throwable cause) {
		return cause instanceof PoolAcquireTimeoutException || cause instanceof PoolAcquirePendingLimitException;
	}

	private static boolean isUnsent(Throwable cause) {
		return isUnconnected(cause) || cause instanceof ProxyConnectException || cause instanceof UnknownHostException
				|| cause instanceof SSLHandshakeException || cause instanceof NotSslRecordException
				|| isPoolTimeout(cause) || cause instanceof PoolShutdownException || isClosedBeforeSending(cause)
				|| isClosedHandshake(cause);
	}

	private static boolean isClosedBeforeSending(Throwable cause) {
		return cause instanceof AbortedException && CLOSED_BEFORE_SENDING.equals(cause.getMessage());
	}

	private String reason(Throwable cause) {
		if (cause instanceof RefusedAddressException) {
			return "no address of the host is allowed by the application's InetAddressFilter";
		}
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return "unknown host";
		}
		if (cause instanceof ConnectTimeoutException) {
			return "no connection within sequoia.http.connect-timeout";
		}
		if (cause instanceof ConnectException) {
			return "connection refused";
		}
		if (isPoolTimeout(cause)) {
			return "no free connection within sequoia.http.pool.acquire-timeout";
		}
		if (cause instanceof PoolShutdownException) {
			return "the client is closed, because its application context is closed";
		}
		if (cause instanceof AbortedException) {
			return "the connection was closed before the request was complete";
		}
		if (isClosedHandshake(cause)) {
			return "the server closed the connection in the TLS handshake";
		}
		if (cause instanceof PrematureCloseException || cause instanceof ConnectionClosed
				|| cause instanceof PrematureChannelClosureException) {
			return "the server closed the connection before the answer was complete";
		}
		if (cause instanceof SSLException) {
			return this.tls.reason(cause);
		}
		return cause.getClass().getSimpleName() + ((cause.getMessage() != null) ? ": " + cause.getMessage() : "");
	}

}
