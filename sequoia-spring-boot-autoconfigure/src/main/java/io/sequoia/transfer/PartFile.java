package io.sequoia.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The file {@code {target}.part} of a download that is not whole yet, and its journal. It
 * is locked, so that no other download writes it. All work on it is done one after the
 * other; what comes after the end is ignored. Thread-safe.
 */
final class PartFile {

	/** The bytes that are copied at a time, to the JVM's own buffers too. */
	private static final int SLICE = 256 * 1024;

	/** The files that this process has open. */
	private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

	private final Path target;

	private final Path part;

	private final Path journalFile;

	private final FileChannel data;

	private @Nullable Journal journal;

	private int generation;

	private boolean finished;

	private boolean closed;

	private PartFile(Path target, Path part, FileChannel data) {
		this.target = target;
		this.part = part;
		this.journalFile = part.resolveSibling(part.getFileName() + ".journal");
		this.data = data;
	}

	/**
	 * Open the file of a download.
	 * @param target the file to be written at the end
	 * @return the file; {@code null} if another download uses it
	 * @throws IOException if it cannot be opened
	 */
	static @Nullable PartFile open(Path target) throws IOException {
		if (Files.isDirectory(target)) {
			throw new FileSystemException(target.toString(), null, "is a directory, not a file to download to");
		}
		if (Files.exists(target) && !Files.isRegularFile(target)) {
			throw new FileSystemException(target.toString(), null,
					"is a device or a pipe, which the downloaded file would replace");
		}
		Path part = target.toAbsolutePath().resolveSibling(target.getFileName() + ".part");
		Path directory = part.getParent();
		if (directory != null && Files.isDirectory(directory)) {
			// one file has one name here, whatever links lead to it
			part = directory.toRealPath().resolve(part.getFileName());
		}
		// a second channel would take the lock from the process when it is closed
		if (!OPEN.add(part)) {
			return null;
		}
		PartFile opened = null;
		try {
			opened = locked(target, part);
			return opened;
		}
		finally {
			if (opened == null) {
				OPEN.remove(part);
			}
		}
	}

	private static @Nullable PartFile locked(Path target, Path part) throws IOException {
		FileChannel data = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		boolean locked = false;
		try {
			// the process that had the lock before may have made it the target
			locked = data.tryLock() != null && Files.exists(part);
			return locked ? new PartFile(target, part, data) : null;
		}
		catch (OverlappingFileLockException ex) {
			return null; // this process has it open by a name that is not known to be the
							// same
		}
		finally {
			if (!locked) {
				data.close();
			}
		}
	}

	/**
	 * Find what an earlier download has left.
	 * @param source names the source
	 * @param blockSize the size of blocks
	 * @return the journal with the blocks that are there and whole; {@code null} if there
	 * are none of the same source and size
	 * @throws IOException if the files cannot be read
	 */
	synchronized @Nullable Journal resume(String source, int blockSize) throws IOException {
		// not readString, which fails for a line that a crash has damaged
		Journal found = Files.exists(this.journalFile)
				? Journal.parse(new String(Files.readAllBytes(this.journalFile), StandardCharsets.UTF_8)) : null;
		if (found == null || !found.source().equals(source) || found.blockSize() != blockSize) {
			return null;
		}
		Iterator<Map.Entry<Integer, Integer>> blocks = found.blocks().entrySet().iterator();
		while (blocks.hasNext()) {
			Map.Entry<Integer, Integer> block = blocks.next();
			CRC32C checksum = new CRC32C();
			boolean there = read(found.start(block.getKey()), found.length(block.getKey()), checksum::update);
			if (!there || (int) checksum.getValue() != block.getValue()) {
				blocks.remove();
			}
		}
		this.journal = found.blocks().isEmpty() ? null : found;
		return this.journal;
	}

	/**
	 * Begin with an empty file.
	 * @param journal the journal of its blocks, or {@code null} if it cannot be continued
	 * @return the mark of this start, for writes
	 * @throws IOException if the files cannot be written
	 */
	synchronized int begin(@Nullable Journal journal) throws IOException {
		this.generation++;
		if (!this.closed) {
			Files.deleteIfExists(this.journalFile);
			this.data.truncate(0);
			if (journal != null) {
				Files.writeString(this.journalFile, journal.header());
			}
			this.journal = journal;
		}
		return this.generation;
	}

	/** Return the mark of the last start. */
	synchronized int generation() {
		return this.generation;
	}

	/**
	 * Write a block, and note it in the journal.
	 * @param block the block
	 * @param begin the mark of the start that the block belongs to
	 * @throws IOException if the files cannot be written
	 */
	synchronized void write(Block block, int begin) throws IOException {
		if (this.closed || begin != this.generation) {
			return;
		}
		for (int offset = 0; offset < block.length(); offset += SLICE) {
			ByteBuffer slice = ByteBuffer.wrap(block.bytes(), offset, Math.min(SLICE, block.length() - offset));
			long position = block.start() + offset;
			while (slice.hasRemaining()) {
				position += this.data.write(slice, position);
			}
		}
		if (this.journal != null) {
			CRC32C checksum = new CRC32C();
			checksum.update(block.bytes(), 0, block.length());
			Files.writeString(this.journalFile, Journal.line(block.index(), (int) checksum.getValue()),
					StandardOpenOption.APPEND);
			this.journal.blocks().put(block.index(), (int) checksum.getValue());
		}
	}

	/**
	 * Compute checksums of the whole file.
	 * @param digests the digests to feed
	 * @throws IOException if it cannot be read
	 */
	synchronized void digest(Map<String, MessageDigest> digests) throws IOException {
		if (!digests.isEmpty()) {
			read(0, this.data.size(),
					(slice) -> digests.values().forEach((digest) -> digest.update(slice.duplicate())));
		}
	}

	/** Return the length of the file so far. */
	synchronized long length() throws IOException {
		return this.data.size();
	}

	/**
	 * Make the file the target.
	 * @throws IOException if it cannot be moved there
	 */
	synchronized void finish() throws IOException {
		if (this.closed) {
			return;
		}
		this.data.force(true);
		Files.move(this.part, this.target, StandardCopyOption.ATOMIC_MOVE);
		this.finished = true;
		Files.deleteIfExists(this.journalFile);
		Path directory = this.target.toAbsolutePath().getParent();
		if (directory != null && this.part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			try (FileChannel moved = FileChannel.open(directory)) {
				moved.force(true);
			}
		}
		close();
	}

	/** Remove the downloaded bytes, because they cannot be used. */
	synchronized void discard() throws IOException {
		begin(null);
	}

	/**
	 * Free the file. It stays if a later download can continue it.
	 * @throws IOException if it cannot be closed
	 */
	synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			// blocks of an earlier download stay where this one did not begin
			if (!this.finished && (this.generation > 0 || this.data.size() == 0)
					&& (this.journal == null || this.journal.blocks().isEmpty())) {
				Files.deleteIfExists(this.part);
				Files.deleteIfExists(this.journalFile);
			}
		}
		finally {
			this.data.close();
			OPEN.remove(this.part);
		}
	}

	private boolean read(long start, long length, Reader reader) throws IOException {
		ByteBuffer slice = ByteBuffer.allocate(SLICE);
		for (long position = start; position < start + length;) {
			slice.clear().limit((int) Math.min(SLICE, start + length - position));
			int count = this.data.read(slice, position);
			if (count < 0) {
				return false;
			}
			reader.read(slice.flip());
			position += count;
		}
		return true;
	}

	@Override
	public String toString() {
		return this.part.toString();
	}

	/** Takes the parts of a file. */
	private interface Reader {

		void read(ByteBuffer slice);

	}

}
