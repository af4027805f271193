package io.sequoia.http;

import java.io.IOException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.Channel;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.netty.ConnectionObserver;

/**
 * Ends the attempt to connect whose TLS handshake has failed. Reactor Netty keeps the
 * attempt, a subscriber of its pool, as an attribute of the connection, and would log a
 * warning with a stack trace before it ends it. If another version keeps it elsewhere,
 * only that warning appears again.
 */
final class FailedHandshake {

	private static final AttributeKey<@Nullable ConnectionObserver> ATTEMPT = AttributeKey.valueOf("connectionOwner");

	private static final AttributeKey<@Nullable Boolean> ENDED = AttributeKey
		.valueOf("io.sequoia.http.handshake-ended");

	private FailedHandshake() {
	}

	/**
	 * End the attempt that waits for the handshake of a connection, and close the
	 * connection.
	 * @param connection the connection, on its event loop
	 * @param cause the reason why it cannot be used
	 * @return {@code false} if no attempt waits there
	 */
	static boolean end(Channel connection, Throwable cause) {
		if (Boolean.TRUE.equals(connection.attr(ENDED).get())) {
			return true; // Netty tells the failure of a handshake more than once
		}
		SslHandler tls = connection.pipeline().get(SslHandler.class);
		if (tls == null || tls.handshakeFuture().isSuccess()
				|| !(connection.attr(ATTEMPT).get() instanceof Subscriber<?> attempt)) {
			return false;
		}
		connection.attr(ENDED).set(true);
		Throwable reason = (cause instanceof SSLException && !(cause instanceof SSLHandshakeException)
				&& cause.getCause() instanceof IOException unwritten) ? unwritten : cause;
		boolean closed = reason instanceof IOException && !(reason instanceof SSLException)
				&& !(reason instanceof ProxyConnectException);
		attempt.onError(closed ? new ConnectionClosed(reason) : reason);
		connection.close();
		return true;
	}

}
