package io.sequoia.http;

import java.util.function.BiConsumer;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/**
 * The connection by which one request was answered, for those who find that the answer is
 * another request's: what comes next on that connection would be too. Thread-safe.
 */
public final class UsedConnection {

	static final BiConsumer<HttpClientResponse, Connection> REMEMBER = UsedConnection::remember;

	private volatile @Nullable Channel channel;

	/**
	 * Have the connection of the request remembered.
	 * @param context the context of the request
	 * @return the context to send it with
	 */
	public Context rememberedIn(Context context) {
		return context.put(UsedConnection.class, this);
	}

	/**
	 * Close the connection. While the answer is handed on it is not back in its pool, and
	 * will not get there.
	 */
	public void close() {
		Channel used = this.channel;
		if (used != null) {
			used.close();
		}
	}

	/**
	 * Do work that may take long beside the connection's event loop, and go on there.
	 * @param work the work
	 * @param <T> what comes of it
	 * @return the same, on the event loop, as far as there is one
	 */
	public <T> Mono<T> beside(Mono<T> work) {
		Channel used = this.channel;
		Mono<T> beside = work.subscribeOn(Schedulers.parallel());
		return (used != null) ? beside.publishOn(Schedulers.fromExecutor(used.eventLoop())) : beside;
	}

	private static void remember(HttpClientResponse response, Connection connection) {
		UsedConnection asked = response.currentContextView().getOrDefault(UsedConnection.class, null);
		if (asked != null) {
			asked.channel = connection.channel();
		}
	}

}
