package io.sequoia.transfer;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blocks that several requests fill, one after the other.
 */
class BlockTests {

	@Test
	void dropsWhatAnEarlierRequestStillBrings() {
		Block block = new Block(0, 0, 6, new byte[6]);
		int first = block.begin();
		assertThat(block.add(buffer("ab"), 6, first)).isTrue();
		int second = block.begin();
		assertThat(block.add(buffer("cdef"), 6, first)).isTrue();
		assertThat(block.position()).isEqualTo(2);
		assertThat(block.add(buffer("cdef"), 6, second)).isTrue();
		assertThat(block.isFull()).isTrue();
		assertThat(block.bytes()).asString().isEqualTo("abcdef");
		assertThat(block.add(buffer("g"), 6, second)).isFalse();
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

}
