package io.sequoia.http;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work beside a connection.
 */
class UsedConnectionTests {

	@Test
	void workBesideConnectionEndsThoughItsEventLoopHasEnded() throws Exception {
		MultiThreadIoEventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		Channel channel = new NioSocketChannel();
		eventLoops.register(channel).sync();
		UsedConnection used = new UsedConnection();
		Context context = used.rememberedIn(Context.empty());
		UsedConnection.REMEMBER.accept(answering(HttpClientResponse.class, "currentContextView", context),
				answering(Connection.class, "channel", channel));
		eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();

		assertThat(used.beside(Mono.just("done")).block(Duration.ofSeconds(10))).isEqualTo("done");
	}

	private static <T> T answering(Class<T> type, String method, Object answer) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, called, arguments) -> called.getName().equals(method) ? answer : null));
	}

}
