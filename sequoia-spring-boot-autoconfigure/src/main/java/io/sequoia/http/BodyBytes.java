package io.sequoia.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Takes the bytes of a body. Its buffers go back to their pool as they come, before any
 * operator that drops what comes after the end.
 */
final class BodyBytes {

	private BodyBytes() {
	}

	/** All bytes of a body; empty if there are none. */
	static Mono<byte[]> of(Flux<DataBuffer> body) {
		return body.map(BodyBytes::bytes)
			.collect(ArrayList<byte[]>::new, List::add)
			.filter((chunks) -> !chunks.isEmpty())
			.map(BodyBytes::joined);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static byte[] joined(List<byte[]> chunks) {
		if (chunks.size() == 1) {
			return chunks.get(0);
		}
		ByteBuffer all = ByteBuffer.allocate(chunks.stream().mapToInt((chunk) -> chunk.length).sum());
		chunks.forEach(all::put);
		return all.array();
	}

}
