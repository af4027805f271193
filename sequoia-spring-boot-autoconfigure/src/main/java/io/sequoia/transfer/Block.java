package io.sequoia.transfer;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * A part of a file in memory, which is filled from its start. What has arrived stays
 * there when a request fails, and the next one asks for the rest. One request at a time
 * fills it; bytes of an earlier one that still arrive are dropped.
 */
final class Block {

	private final int index;

	private final long start;

	private byte[] bytes;

	private int length;

	private volatile int filled;

	private int request;

	/**
	 * Create an empty block.
	 * @param index its number, from 0
	 * @param start its first byte in the file
	 * @param length its length
	 * @param bytes the memory for it
	 */
	Block(int index, long start, int length, byte[] bytes) {
		this.index = index;
		this.start = start;
		this.length = length;
		this.bytes = bytes;
	}

	/**
	 * Create a full block.
	 * @param index its number, from 0
	 * @param start its first byte in the file
	 * @param bytes its bytes
	 * @return the block
	 */
	static Block full(int index, long start, byte[] bytes) {
		Block block = new Block(index, start, bytes.length, bytes);
		block.filled = bytes.length;
		return block;
	}

	/**
	 * Create the first block of a file whose length is not known yet. It has no memory.
	 * @param size the size of blocks
	 * @return the block
	 */
	static Block first(int size) {
		return new Block(0, 0, size, new byte[0]);
	}

	int index() {
		return this.index;
	}

	long start() {
		return this.start;
	}

	int length() {
		return this.length;
	}

	byte[] bytes() {
		return this.bytes;
	}

	int filled() {
		return this.filled;
	}

	/** Return the first byte of the file that is missing. */
	long position() {
		return this.start + this.filled;
	}

	/** Return the last byte of the file that belongs to the block. */
	long last() {
		return this.start + this.length - 1;
	}

	boolean isFull() {
		return this.filled == this.length;
	}

	/** Compute a checksum of the block, which is full. */
	byte[] digest(String algorithm) {
		return Checksums.digest(algorithm, this.bytes, 0, this.length);
	}

	/**
	 * Begin another request for the bytes that are missing. Bytes of earlier requests
	 * that come from now on are dropped.
	 * @return the mark of the request
	 */
	synchronized int begin() {
		return ++this.request;
	}

	/**
	 * Take memory for a first block, now that the length of its file is known.
	 * @param fileLength the length
	 */
	synchronized void allocate(long fileLength) {
		this.length = (int) Math.min(this.length, fileLength);
		this.bytes = new byte[this.length];
	}

	/**
	 * Add bytes.
	 * @param buffer the bytes
	 * @param upTo the first byte of the file that must not come
	 * @param request the mark of the request
	 * @return {@code false} if there are more
	 */
	synchronized boolean add(DataBuffer buffer, long upTo, int request) {
		if (request != this.request) {
			return true;
		}
		int count = buffer.readableByteCount();
		if (position() + count > upTo) {
			return false;
		}
		buffer.read(this.bytes, this.filled, count);
		this.filled += count;
		return true;
	}

}
