package io.sequoia.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.sequoia.call.FirstFailure;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;

/**
 * Uploads one file for one subscriber. The id of a block has its number and a checksum of
 * its content, so that a block that is at the storage already, under that id and of that
 * size, need not be sent again.
 */
final class Upload {

	/** The largest number of blocks of a file, by the protocol. */
	static final int MAX_BLOCKS = 50_000;

	private final UploadRequests requests;

	private final TransferOptions options;

	private final TransferSettings settings;

	private final Progress progress;

	private final Map<Integer, String> ids = new ConcurrentSkipListMap<>();

	/**
	 * Prepare an upload.
	 * @param requests makes the requests
	 * @param options the options
	 * @param settings the settings, with these options
	 * @param progress counts the progress
	 */
	Upload(UploadRequests requests, TransferOptions options, TransferSettings settings, Progress progress) {
		this.requests = requests;
		this.options = options;
		this.settings = settings;
		this.progress = progress;
	}

	/**
	 * Upload blocks.
	 * @param blocks makes the full blocks of the file, in their order; subscribed to
	 * once, with requests for as many blocks as may be in flight
	 * @param length the length of the file, or -1 if it is not known
	 * @param unchanged completes if the source is still the same, before the blocks
	 * become the file
	 * @return the size of the file and the bytes that were transferred
	 */
	Mono<TransferResult> run(Flux<Mono<Block>> blocks, long length, Mono<Void> unchanged) {
		return Mono.defer(() -> {
			requireLength(length);
			this.progress.begin(length);
			return this.requests.left()
				.flatMap((left) -> FirstFailure
					.among((first) -> blocks.flatMap((block) -> first.of(block.flatMap((full) -> sent(full, left))),
							this.settings.concurrency(), 1))
					.then())
				.then(unchanged)
				.then(Mono.defer(this::committed));
		});
	}

	private Mono<Void> sent(Block block, Map<String, Long> left) {
		if (block.index() >= MAX_BLOCKS) {
			return Mono.error(new IllegalStateException("The stream has more than " + MAX_BLOCKS + " blocks of "
					+ DataSize.ofBytes(this.settings.blockSize()) + ", and a storage takes no more: raise"
					+ " sequoia.transfer.block-size, or TransferOptions.blockSize"));
		}
		return Disk.run(() -> id(block)).flatMap((id) -> {
			this.ids.put(block.index(), id);
			Long size = left.get(id);
			if (size != null && size == block.length()) {
				return Mono.fromRunnable(() -> this.progress.resumed(block.length()));
			}
			return this.requests.put(block, id).doOnSuccess((done) -> this.progress.transferred(block.length()));
		});
	}

	private Mono<TransferResult> committed() {
		long length = this.progress.done();
		requireLength(length);
		return this.requests.commit(List.copyOf(this.ids.values()))
			.map(this.progress::result)
			.switchIfEmpty(Mono.fromSupplier(() -> this.progress.result(null)));
	}

	private void requireLength(long length) {
		Long expected = this.options.length();
		if (expected != null && length >= 0 && expected != length) {
			throw new IllegalStateException("The source of the upload has " + length + " bytes instead of " + expected);
		}
	}

	/** All ids of a file have the same length, as the protocol demands. */
	private static String id(Block block) {
		String text = String.format(Locale.ROOT, "%08d-%s", block.index(),
				HexFormat.of().formatHex(block.digest("SHA-256"), 0, 16));
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
	}

}
