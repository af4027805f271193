package io.sequoia.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Reads the bytes of a body. Its buffers are returned to their pool when they arrive,
 * before an operator could drop them.
 */
final class BodyBytes {

	private static final DefaultDataBufferFactory HEAP = DefaultDataBufferFactory.sharedInstance;

	private BodyBytes() {
	}

	/** Copy the bytes to a buffer that belongs to no pool. */
	static DataBuffer onHeap(DataBuffer buffer) {
		return HEAP.wrap(bytes(buffer));
	}

	/**
	 * Return all bytes of a body in the parts in which they come.
	 * @param body the body
	 * @param taken gets each part as it comes
	 */
	static Mono<List<byte[]>> parts(Flux<DataBuffer> body, Consumer<byte[]> taken) {
		return body.collect(() -> new ArrayList<>(2), (parts, buffer) -> {
			byte[] part = bytes(buffer);
			parts.add(part);
			taken.accept(part);
		});
	}

	/**
	 * Return the beginning of a body, empty if there is none. If the body is longer, the
	 * rest is not read, and its connection is closed.
	 */
	static Mono<byte[]> beginning(Flux<DataBuffer> body, int length) {
		return limited(body, length).collectList()
			.filter((parts) -> !parts.isEmpty())
			.map(BodyBytes::joined)
			.map((bytes) -> (bytes.length > length) ? Arrays.copyOf(bytes, length) : bytes);
	}

	/**
	 * Read and drop a body, so that its connection can be used again. If the body is
	 * longer than the limit, the connection is closed instead.
	 */
	static Mono<Void> drain(Flux<DataBuffer> body, int length) {
		return limited(body, length).then();
	}

	private static Flux<byte[]> limited(Flux<DataBuffer> body, int length) {
		return Flux.defer(() -> {
			AtomicInteger left = new AtomicInteger(length);
			return body.map(BodyBytes::bytes).takeUntil((chunk) -> left.addAndGet(-chunk.length) < 0);
		});
	}

	private static byte[] bytes(DataBuffer buffer) {
		if (buffer instanceof DefaultDataBuffer onHeap && isWhole(onHeap)) {
			return onHeap.getNativeBuffer().array();
		}
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	/** Tell whether the bytes of a buffer are all those of its array. */
	private static boolean isWhole(DefaultDataBuffer buffer) {
		ByteBuffer bytes = buffer.getNativeBuffer();
		return bytes.hasArray() && buffer.readPosition() == 0 && bytes.array().length == buffer.readableByteCount();
	}

	/** Return the bytes of all parts as one array. */
	static byte[] joined(List<byte[]> chunks) {
		if (chunks.size() == 1) {
			return chunks.get(0);
		}
		ByteBuffer all = ByteBuffer.allocate(chunks.stream().mapToInt((chunk) -> chunk.length).sum());
		chunks.forEach(all::put);
		return all.array();
	}

}
