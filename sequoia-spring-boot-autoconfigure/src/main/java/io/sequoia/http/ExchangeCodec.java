package io.sequoia.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.sequoia.Printable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Writes the requests and reads the answers of one connection, one after the other. An
 * answer belongs to the request that was sent before it. Interim answers are skipped,
 * within the time limit of the final one. A connection with data that no request asked
 * for is closed and never used again. Not thread-safe, as it belongs to an event loop.
 */
final class ExchangeCodec extends CombinedChannelDuplexHandler<ExchangeCodec.Decoder, ExchangeCodec.Encoder> {

	private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

	/** The first byte of a TLS alert. */
	private static final byte ALERT = 21;

	private static final Log logger = LogFactory.getLog(ExchangeCodec.class);

	private final int maxHeaderSize;

	private final Duration responseTimeout;

	/**
	 * The method of the request that has no final answer yet, or null if there is none.
	 */
	private @Nullable HttpMethod asked;

	private long askedAt;

	private boolean silent;

	private @Nullable Future<?> interimLimit;

	/**
	 * Create the codec of one connection.
	 * @param maxHeaderSize the largest size of an answer's headers, in bytes
	 * @param responseTimeout the longest time for interim answers before the final one
	 */
	ExchangeCodec(int maxHeaderSize, Duration responseTimeout) {
		this.maxHeaderSize = maxHeaderSize;
		this.responseTimeout = responseTimeout;
		init(new Decoder(new HttpDecoderConfig().setMaxHeaderSize(maxHeaderSize).setAllowDuplicateContentLengths(true)),
				new Encoder());
	}

	private void begin(HttpMethod method) {
		this.asked = method;
		this.askedAt = System.nanoTime();
		this.silent = true;
	}

	private void skipInterim(ChannelHandlerContext context) {
		if (this.interimLimit == null) {
			long left = this.askedAt + this.responseTimeout.toNanos() - System.nanoTime();
			this.interimLimit = context.executor().schedule(() -> {
				context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
				context.close();
			}, left, TimeUnit.NANOSECONDS);
		}
	}

	private void endInterim() {
		if (this.interimLimit != null) {
			this.interimLimit.cancel(false);
			this.interimLimit = null;
		}
	}

	private void end(ChannelHandlerContext context, boolean surplus) {
		this.asked = null;
		if (surplus) {
			logger.debug("The server sent more than one answer to a request, so the connection is not used again");
			Connection.from(context.channel()).markPersistent(false);
		}
	}

	private void refuse(ChannelHandlerContext context, ByteBuf unasked) {
		if (unasked.isReadable()) {
			logger.debug("The server sent bytes without a request, so the connection is closed");
			unasked.skipBytes(unasked.readableBytes());
			context.close();
		}
	}

	/**
	 * Writes requests and remembers their methods.
	 */
	final class Encoder extends HttpRequestEncoder {

		@Override
		protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
			if (message instanceof HttpRequest request) {
				begin(request.method());
			}
			super.encode(context, message, out);
		}

	}

	/**
	 * Reads the answers to the requests that were sent.
	 */
	final class Decoder extends HttpResponseDecoder {

		private Decoder(HttpDecoderConfig config) {
			super(config);
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
			if (ExchangeCodec.this.asked == null) {
				refuse(context, in);
				return;
			}
			refuseAlert(in);
			int before = out.size();
			super.decode(context, in, out);
			if (out.size() == before) {
				return;
			}
			tellLimit((HttpObject) out.get(before));
			if (isInterim(out.get(before))) {
				while (out.size() > before) {
					out.remove(out.size() - 1);
				}
				skipInterim(context);
				return;
			}
			endInterim();
			if (out.get(out.size() - 1) instanceof LastHttpContent) {
				end(context, in.isReadable());
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) throws Exception {
			endInterim();
			super.channelInactive(context);
		}

		@Override
		protected HttpMessage createMessage(String[] statusLine) {
			if (!statusLine[0].startsWith("HTTP/")) {
				// a message for bytes that are no HTTP
				return super.createMessage(statusLine);
			}
			if (!STATUS.matcher(statusLine[1]).matches()) {
				throw new UnusableHead(
						"its status is '" + Printable.of(statusLine[1], 20) + "' instead of a number from 200 to 999");
			}
			if (Integer.parseInt(statusLine[1]) == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
				throw new UnusableHead("its status is 101, a change of protocols that was not requested");
			}
			return super.createMessage(statusLine);
		}

		@Override
		protected boolean isContentAlwaysEmpty(HttpMessage message) {
			return HttpMethod.HEAD.equals(ExchangeCodec.this.asked) || super.isContentAlwaysEmpty(message);
		}

		private void refuseAlert(ByteBuf in) {
			if (ExchangeCodec.this.silent && in.isReadable()) {
				ExchangeCodec.this.silent = false;
				if (in.getByte(in.readerIndex()) == ALERT) {
					in.skipBytes(in.readableBytes());
					throw new UnusableHead("it is TLS, so the address must begin with https://");
				}
			}
		}

		private void tellLimit(HttpObject message) {
			if (message.decoderResult().cause() instanceof TooLongHttpHeaderException) {
				message.setDecoderResult(DecoderResult.failure(new UnusableHead("its headers are larger than "
						+ ExchangeCodec.this.maxHeaderSize + " bytes; raise sequoia.http.max-header-size")));
			}
			else if (message instanceof HttpMessage
					&& message.decoderResult().cause() instanceof TooLongHttpLineException) {
				message.setDecoderResult(DecoderResult.failure(new UnusableHead("its status line has no end")));
			}
		}

		private static boolean isInterim(Object message) {
			return message instanceof HttpResponse response && response.decoderResult().isSuccess()
					&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		}

	}

	/**
	 * The head of an answer cannot be used: its status has no meaning in HTTP/1.1, or it
	 * is too large to be read.
	 */
	static final class UnusableHead extends DecoderException {

		private static final long serialVersionUID = 1L;

		UnusableHead(String what) {
			super(what);
		}

	}

}
