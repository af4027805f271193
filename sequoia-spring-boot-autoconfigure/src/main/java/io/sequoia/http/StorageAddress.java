package io.sequoia.http;

import java.net.URI;
import java.util.function.Consumer;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Keeps the query of a storage's address, which is a signature that opens the file, out
 * of logs, observations, exceptions and filters: requests are made without it, and it is
 * added when the request is written to the connection.
 */
final class StorageAddress {

	/** The header that carries the query as far as to the connection. */
	private static final String QUERY = "sequoia-query";

	/** Completes the requests of a connection to a storage. Stateless. */
	static final ChannelHandler COMPLETION = new Completion();

	private StorageAddress() {
	}

	/**
	 * Return an address without its query.
	 * @param address the address
	 * @return the address to make a request with
	 */
	static URI visible(URI address) {
		String text = address.toString();
		return (address.getRawQuery() == null) ? address : URI.create(text.substring(0, text.indexOf('?')));
	}

	/**
	 * Give a request the query of its address.
	 * @param address the address
	 * @return changes the request when it is written
	 */
	static Consumer<ClientHttpRequest> query(URI address) {
		String query = address.getRawQuery();
		return (request) -> mark(request, query);
	}

	private static void mark(ClientHttpRequest request, @Nullable String query) {
		if (request.getNativeRequest() instanceof HttpClientRequest netty) {
			netty.header(QUERY, (query != null) ? query : "");
		}
	}

	/**
	 * Complete the address of a request, and remove all credentials that anything has
	 * added on the way.
	 */
	private static void complete(HttpRequest request) {
		HttpHeaders headers = request.headers();
		String query = headers.get(QUERY);
		headers.remove(QUERY);
		headers.remove(HttpHeaderNames.AUTHORIZATION);
		headers.remove(HttpHeaderNames.COOKIE);
		if (query != null && !query.isEmpty()) {
			request.setUri(request.uri() + "?" + query);
		}
	}

	@Sharable
	private static final class Completion extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (message instanceof HttpRequest request) {
				complete(request);
			}
			context.write(message, promise);
		}

	}

}
