package io.sequoia.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.VersionConflictException;
import io.sequoia.call.FirstFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Downloads one file for one subscriber: by blocks if the source has ranges and a
 * validator, else in one stream.
 */
final class Download {

	private static final int MAX_CHANGES = 3;

	private static final Log logger = LogFactory.getLog(SequoiaTransfer.class);

	private final StorageRequests storage;

	private final Path target;

	private final TransferOptions options;

	private final TransferSettings settings;

	private final Progress progress;

	private final boolean fixed;

	/** The checksums of the version that is downloaded now. */
	private volatile Checksums checksums;

	private volatile @Nullable String etag;

	private @Nullable PartFile part;

	private boolean ended;

	/**
	 * Prepare a download.
	 * @param storage makes the requests
	 * @param target the file to write
	 * @param options the options
	 * @param settings the settings, with these options
	 * @param progress counts the progress
	 * @param fixed whether the source has one address, whose query belongs to its name
	 */
	Download(StorageRequests storage, Path target, TransferOptions options, TransferSettings settings,
			Progress progress, boolean fixed) {
		this.checksums = new Checksums(options.checksums());
		this.storage = storage;
		this.target = target;
		this.options = options;
		this.settings = settings;
		this.progress = progress;
		this.fixed = fixed;
	}

	/**
	 * Download the file.
	 * @return its size and the bytes that were transferred
	 */
	Mono<TransferResult> run() {
		// not the file: one that is still being opened when the caller gives up would
		// stay open
		return Mono.usingWhen(Mono.just(this), (download) -> opened().flatMap(this::fetch), (download) -> closed(),
				(download, failure) -> closed().onErrorComplete((error) -> {
					failure.addSuppressed(error);
					return true;
				}), (download) -> closed());
	}

	/** Open the file, and wait a moment for a download that is just ending. */
	private Mono<PartFile> opened() {
		return Disk.run(this.target, this::open)
			.repeatWhenEmpty((times) -> times.take(20).delayElements(Duration.ofMillis(100)))
			.switchIfEmpty(Mono.error(
					() -> new IllegalStateException("Another download writes " + this.target + "; wait for its end")));
	}

	private synchronized @Nullable PartFile open() throws IOException {
		this.part = this.ended ? null : PartFile.open(this.target);
		return this.part;
	}

	private Mono<Void> closed() {
		return Disk.run(this.target, this::close);
	}

	private synchronized void close() throws IOException {
		this.ended = true;
		if (this.part != null) {
			this.part.close();
		}
	}

	private Mono<TransferResult> fetch(PartFile part) {
		return this.storage.address()
			.flatMap((address) -> attempt(part, source(address)))
			.onErrorResume(SourceChangedException.class,
					(changed) -> Disk.run(this.target, part::discard).then(Mono.error(changed)))
			.retryWhen(
					Retry.max(MAX_CHANGES)
						.filter(SourceChangedException.class::isInstance)
						.doBeforeRetry((signal) -> logger
							.info("The download of " + this.target + " begins anew: " + signal.failure().getMessage()))
						.onRetryExhaustedThrow((rules, signal) -> new VersionConflictException(
								"The source of " + this.target + " has changed " + (MAX_CHANGES + 1)
										+ " times during its download; try again later",
								Details.NONE, signal.failure())))
			.then(finished(part))
			.then(Mono.fromSupplier(() -> this.progress.result(this.etag)));
	}

	private Mono<Void> attempt(PartFile part, String source) {
		// those of an earlier version must not be expected of this one, also if its
		// answers are still read
		Checksums checksums = new Checksums(this.options.checksums());
		this.checksums = checksums;
		DownloadRequests requests = new DownloadRequests(this.storage, checksums);
		return Disk.run(this.target, () -> part.resume(source, this.settings.blockSize()))
			.flatMap((journal) -> resumed(part, requests, journal).thenReturn(true))
			.switchIfEmpty(Mono.defer(() -> begun(part, requests, source).thenReturn(true)))
			.then();
	}

	private Mono<Void> resumed(PartFile part, DownloadRequests requests, Journal journal) {
		this.etag = journal.version().etag();
		requireLength(journal.version().length());
		this.progress.begin(journal.version().length());
		Map<Integer, Integer> there = new TreeMap<>(journal.blocks());
		if (there.size() == journal.count()) {
			// request one of them again, to find out whether the source has changed
			there.remove(journal.count() - 1);
		}
		this.progress.resumed(there.keySet().stream().mapToLong(journal::length).sum());
		return blocks(part, requests, journal,
				IntStream.range(0, journal.count()).filter((index) -> !there.containsKey(index)));
	}

	/** Ask for the first block, which tells whether there can be others. */
	private Mono<Void> begun(PartFile part, DownloadRequests requests, String source) {
		Block first = Block.first(this.settings.blockSize());
		return requests.first(first, (answer, blocks) -> streamed(part, answer.etag(), answer.length(), blocks))
			.flatMap((version) -> {
				this.etag = version.etag();
				requireLength(version.length());
				Journal journal = new Journal(source, version, this.settings.blockSize(), new TreeMap<>());
				this.progress.begin(version.length());
				return Disk.run(this.target, () -> {
					part.begin(journal);
					part.write(first, part.generation());
				}).then(Mono.defer(() -> {
					this.progress.transferred(first.length());
					return blocks(part, requests, journal, IntStream.range(1, journal.count()));
				}));
			});
	}

	private Mono<Void> blocks(PartFile part, DownloadRequests requests, Journal journal, IntStream missing) {
		Queue<byte[]> memory = new ConcurrentLinkedQueue<>();
		int generation = part.generation();
		return FirstFailure.among((first) -> Flux.fromStream(missing.boxed()).flatMap((index) -> {
			byte[] free = memory.poll();
			byte[] bytes = (free != null) ? free : new byte[journal.blockSize()];
			Block block = new Block(index, journal.start(index), journal.length(index), bytes);
			return first.of(requests.fill(block, journal.version())
				.then(Disk.run(this.target, () -> part.write(block, generation)))
				.doOnSuccess((done) -> {
					memory.add(bytes);
					this.progress.transferred(block.length());
				}));
		}, this.settings.concurrency())).then();
	}

	/** Write a file that comes in one stream, from its start. */
	private Mono<Void> streamed(PartFile part, @Nullable String etag, long length, Flux<Block> blocks) {
		this.etag = etag;
		if (length >= 0) {
			requireLength(length);
		}
		return Disk.run(this.target, () -> part.begin(null)).flatMap((generation) -> {
			this.progress.begin(length);
			return blocks
				.concatMap((block) -> Disk.run(this.target, () -> part.write(block, generation))
					.doOnSuccess((done) -> this.progress.transferred(block.length())), 1)
				.then();
		});
	}

	private Mono<Void> finished(PartFile part) {
		return Disk.run(this.target, () -> {
			String wrong = null;
			Long expected = this.options.length();
			if (part.length() != this.progress.done() || (expected != null && part.length() != expected)) {
				wrong = "The file has " + part.length() + " bytes instead of "
						+ ((expected != null) ? expected : this.progress.done());
			}
			if (wrong == null) {
				Checksums checksums = this.checksums;
				Map<String, MessageDigest> digests = checksums.begin();
				part.digest(digests);
				wrong = checksums.check(digests);
			}
			if (wrong != null) {
				part.discard();
				throw new MalformedResponseException("The download of " + this.target + " was discarded: " + wrong,
						Details.NONE, null);
			}
			part.finish();
		});
	}

	private void requireLength(long length) {
		Long expected = this.options.length();
		if (expected != null && expected != length) {
			throw new MalformedResponseException(
					"The source of " + this.target + " has " + length + " bytes instead of " + expected, Details.NONE,
					null);
		}
	}

	/** Name a source without telling its address, as the query may be a signature. */
	private String source(URI address) {
		String name = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath()
				+ (this.fixed ? "?" + address.getRawQuery() : "");
		return HexFormat.of().formatHex(Checksums.digest("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
	}

}
