package io.sequoia.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Makes blocks of one size from the buffers of a stream. Not thread-safe.
 */
final class Assembler {

	private final int size;

	private byte[] bytes = new byte[0];

	private int filled;

	private long start;

	private int index;

	private Assembler(int size) {
		this.size = size;
	}

	/**
	 * Make blocks of a stream.
	 * @param buffers the stream; its buffers are released
	 * @param size the size of each block but the last one
	 * @return the full blocks in their order; none for an empty stream
	 */
	static Flux<Block> blocks(Flux<? extends DataBuffer> buffers, int size) {
		return Flux.defer(() -> {
			Assembler assembler = new Assembler(size);
			return buffers.concatMapIterable(assembler::add, 1)
				.concatWith(Mono.defer(() -> Mono.justOrEmpty(assembler.rest())));
		}).doOnDiscard(DataBuffer.class, DataBufferUtils::release);
	}

	private List<Block> add(DataBuffer buffer) {
		List<Block> full = new ArrayList<>(1);
		try {
			while (buffer.readableByteCount() > 0) {
				if (this.bytes.length == 0) {
					this.bytes = new byte[this.size];
				}
				int count = Math.min(buffer.readableByteCount(), this.size - this.filled);
				buffer.read(this.bytes, this.filled, count);
				this.filled += count;
				if (this.filled == this.size) {
					full.add(next());
				}
			}
		}
		finally {
			DataBufferUtils.release(buffer);
		}
		return full;
	}

	private @Nullable Block rest() {
		return (this.filled > 0) ? next() : null;
	}

	private Block next() {
		Block block = Block.full(this.index++, this.start,
				(this.filled < this.size) ? Arrays.copyOf(this.bytes, this.filled) : this.bytes);
		this.start += this.filled;
		this.filled = 0;
		this.bytes = new byte[0];
		return block;
	}

}
