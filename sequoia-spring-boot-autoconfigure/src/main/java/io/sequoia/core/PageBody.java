package io.sequoia.core;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import io.sequoia.core.mapping.NextLinkFinder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Takes the body of a page, and looks out for the link to the next one on the way: it
 * stands at the beginning (PROTOCOL 7).
 */
final class PageBody {

	private PageBody() {
	}

	static Mono<byte[]> read(ClientResponse response, Consumer<String> announce) {
		return Mono.defer(() -> {
			NextLinkFinder finder = new NextLinkFinder(announce);
			Flux<DataBuffer> buffers = response.bodyToFlux(DataBuffer.class).doOnNext((buffer) -> look(buffer, finder));
			return DataBufferUtils.join(buffers).map(PageBody::bytes);
		});
	}

	private static void look(DataBuffer buffer, NextLinkFinder finder) {
		int wanted = Math.min(finder.wanted(), buffer.readableByteCount());
		if (wanted > 0) {
			byte[] beginning = new byte[wanted];
			try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
				int taken = 0;
				while (taken < wanted && parts.hasNext()) {
					ByteBuffer part = parts.next();
					int length = Math.min(part.remaining(), wanted - taken);
					part.get(beginning, taken, length);
					taken += length;
				}
			}
			finder.look(beginning);
		}
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
