package io.sequoia.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

import io.netty.channel.Channel;
import io.sequoia.ContextValues;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/**
 * The connection that answered one request. A caller that finds that the answer belongs
 * to another request closes it, since the next answer on it would be wrong too.
 * Thread-safe.
 */
@Internal
public final class UsedConnection {

	static final BiConsumer<HttpClientResponse, Connection> REMEMBER = UsedConnection::remember;

	private volatile @Nullable Channel channel;

	/**
	 * Remember the connection of a request.
	 * @param context the context of the request
	 * @return the context to send it with
	 */
	public Context rememberedIn(Context context) {
		return ContextValues.put(context, UsedConnection.class, this);
	}

	/**
	 * Close the connection. While the answer is processed, the connection is not in its
	 * pool, and afterwards it does not return there.
	 */
	public void close() {
		Channel used = this.channel;
		if (used != null) {
			used.close();
		}
	}

	/**
	 * Do work that may take long outside of the connection's event loop, and continue on
	 * the event loop.
	 * @param work the work
	 * @param <T> the type of its result
	 * @return its result, on the event loop if there is one
	 */
	public <T> Mono<T> beside(Mono<T> work) {
		Channel used = this.channel;
		Mono<T> beside = work.subscribeOn(Schedulers.parallel());
		return (used != null) ? beside.publishOn(Schedulers.fromExecutor((task) -> onEventLoop(used, task))) : beside;
	}

	private static void onEventLoop(Channel used, Runnable task) {
		try {
			used.eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run(); // the event loop has ended, as the client is closed
		}
	}

	private static void remember(HttpClientResponse response, Connection connection) {
		UsedConnection asked = ContextValues.find(response.currentContextView(), UsedConnection.class);
		if (asked != null) {
			asked.channel = connection.channel();
		}
	}

}
