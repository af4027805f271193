package io.sequoia.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends the request of a connection that fails before its answer has begun, and the
 * attempt to connect if TLS fails. Reactor Netty would log a warning with a stack trace
 * for each such failure, although the failure is passed on to the caller, which retries
 * and logs an outage once. Stateless.
 */
@Sharable
final class UnansweredRequests extends ChannelInboundHandlerAdapter {

	static final UnansweredRequests INSTANCE = new UnansweredRequests();

	private UnansweredRequests() {
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse answer && answer.decoderResult().isFailure()
				&& Exchange.fail(context.channel(), answer.decoderResult().cause())) {
			ReferenceCountUtil.release(message);
			return;
		}
		context.fireChannelRead(message);
	}

	@Override
	@SuppressWarnings("deprecation") // deprecated for ChannelHandler only
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!Exchange.fail(context.channel(), cause) && !FailedHandshake.end(context.channel(), cause)) {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		Exchange.fail(context.channel(), new ConnectionClosed());
		context.fireChannelInactive();
	}

}
