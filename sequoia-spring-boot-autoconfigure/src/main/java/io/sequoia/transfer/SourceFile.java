package io.sequoia.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A file that is uploaded, as it was at the start.
 *
 * @param path the file
 * @param length its length
 * @param modified its time of change
 * @param blockSize the size of all blocks but the last one
 */
record SourceFile(Path path, long length, FileTime modified, int blockSize) {

	/**
	 * Look at a file.
	 * @param path the file
	 * @param blockSize the size of blocks, which is raised if there would be too many
	 * @return the file
	 * @throws IOException if there is no such file
	 */
	static SourceFile of(Path path, int blockSize) throws IOException {
		if (!Files.isRegularFile(path)) {
			throw new FileSystemException(path.toString(), null, "is not a file");
		}
		long length = Files.size(path);
		long least = (length + Upload.MAX_BLOCKS - 1) / Upload.MAX_BLOCKS;
		return new SourceFile(path, length, Files.getLastModifiedTime(path),
				Math.toIntExact(Math.max(blockSize, least)));
	}

	/** Read the blocks, each when it is subscribed to. */
	Flux<Mono<Block>> blocks() {
		int count = Math.toIntExact((this.length + this.blockSize - 1) / this.blockSize);
		return Flux.range(0, count).map((index) -> Disk.run(this.path, () -> read(index)));
	}

	/** Complete if the file has not changed. */
	Mono<Void> unchanged() {
		return Disk.run(this.path, () -> {
			if (Files.size(this.path) != this.length || !Files.getLastModifiedTime(this.path).equals(this.modified)) {
				throw changed();
			}
		});
	}

	private Block read(int index) throws IOException {
		long start = (long) index * this.blockSize;
		ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(this.blockSize, this.length - start));
		try (FileChannel file = FileChannel.open(this.path, StandardOpenOption.READ)) {
			file.position(start);
			while (bytes.hasRemaining()) {
				ByteBuffer slice = bytes.slice().limit(Math.min(bytes.remaining(), 256 * 1024));
				int count = file.read(slice);
				if (count < 0) {
					throw changed();
				}
				bytes.position(bytes.position() + count);
			}
		}
		return Block.full(index, start, bytes.array());
	}

	private IllegalStateException changed() {
		return new IllegalStateException(this.path + " was changed while it was uploaded; nothing was stored under its"
				+ " address. Upload it again when it no longer changes");
	}

}
