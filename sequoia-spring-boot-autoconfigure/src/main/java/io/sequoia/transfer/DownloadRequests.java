package io.sequoia.transfer;

import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.transfer.StorageRequests.Request;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Makes the requests of one download, and refuses answers that do not fit them.
 */
final class DownloadRequests {

	/** The largest part of a stream that is written at a time. */
	private static final int CHUNK = 1024 * 1024;

	private static final int PARTIAL_CONTENT = 206;

	/**
	 * The shortest part after which the rest is asked for at once. A source that sends
	 * less is treated as one that fails, else a block would take a request for each byte.
	 */
	private static final int LEAST_PART = 1024;

	private static final Pattern USUAL = Pattern.compile("[A-Za-z-]{1,16}( [0-9*/-]{1,60})?");

	private final StorageRequests requests;

	private final Checksums checksums;

	DownloadRequests(StorageRequests requests, Checksums checksums) {
		this.requests = requests;
		this.checksums = checksums;
	}

	/**
	 * Ask for the first block.
	 * @param block the block; it has all bytes of the file if that is shorter
	 * @param file takes the whole file, if the source has no ranges or does not tell
	 * versions of it apart; it may be called again, from the start of the file
	 * @return the version of the file that the block belongs to; empty if the whole file
	 * was taken
	 */
	Mono<FileVersion> first(Block block, WholeFile file) {
		First first = new First(block, file);
		return this.requests.repeat(Long.MAX_VALUE, first::attempt);
	}

	/**
	 * Fill a block.
	 * @param block the block
	 * @param version the version of the file
	 * @return completes when it is full; a {@link SourceChangedException} if the source
	 * has another version
	 */
	Mono<Void> fill(Block block, FileVersion version) {
		return this.requests.repeat(block.length(), (call) -> rest(call, block, version));
	}

	/**
	 * Ask for the bytes of a block that are missing, as often as the source sends fewer
	 * than it was asked for.
	 */
	private Mono<Void> rest(Call call, Block block, FileVersion version) {
		return Mono.defer(() -> part(call, block, version)).repeat(() -> !block.isFull()).then();
	}

	private Mono<Void> part(Call call, Block block, FileVersion version) {
		if (block.isFull()) {
			return Mono.empty();
		}
		int mark = block.begin();
		long from = block.position();
		return this.requests.send(call, Request.get((headers) -> {
			headers.set(HttpHeaders.RANGE, "bytes=" + from + "-" + block.last());
			headers.set(HttpHeaders.IF_RANGE, version.validator());
		}), (response) -> {
			ContentRange range = range(call, response, from, block.last());
			if (range == null || !version.isOf(response.headers().asHttpHeaders(), range)) {
				throw new SourceChangedException("its source has another version now");
			}
			return read(call, response, block, range, mark);
		})
			.onErrorMap((error) -> StorageRequests.status(error) == 412 || StorageRequests.status(error) == 416,
					(error) -> new SourceChangedException(String.valueOf(error.getMessage())));
	}

	/**
	 * Read the body of an answer into a block.
	 * @return completes when the whole part of the answer is there
	 */
	private Mono<Void> read(Call call, ClientResponse response, Block block, ContentRange range, int mark) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		int offset = block.filled();
		this.checksums.note(headers, false);
		return this.requests.body(call, response).doOnNext((buffer) -> {
			if (!block.add(buffer, range.last() + 1, mark)) {
				throw StorageRequests.malformed(call, "it has more bytes than its Content-Range says");
			}
		}).then(Mono.defer(() -> {
			boolean complete = block.position() == range.last() + 1;
			int count = block.filled() - offset;
			String wrong = complete ? this.checksums.check(headers, block.bytes(), offset, count) : null;
			if (wrong != null) {
				return Mono.error(StorageRequests.malformed(call, wrong));
			}
			return (block.isFull() || (complete && count >= LEAST_PART)) ? Mono.empty()
					: Mono.error(incomplete(call, block.last() + 1 - block.position()));
		}));
	}

	private Mono<Void> whole(Call call, ClientResponse response, WholeFile file) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		this.checksums.note(headers, true);
		long length = headers.getContentLength();
		long[] received = new long[1];
		int chunk = (length >= 0) ? (int) Math.max(1, Math.min(CHUNK, length)) : CHUNK;
		Flux<Block> blocks = Assembler.blocks(this.requests.body(call, response), chunk)
			.doOnNext((block) -> received[0] += block.length())
			.concatWith(Mono.defer(() -> (length >= 0 && received[0] < length)
					? Mono.error(incomplete(call, length - received[0])) : Mono.empty()));
		return file.take(new Answer(headers.getETag(), length), blocks);
	}

	/**
	 * Check the head of an answer to a request for a part.
	 * @return the part; {@code null} if the whole file comes
	 */
	private static @Nullable ContentRange range(Call call, ClientResponse response, long from, long to) {
		int status = response.statusCode().value();
		HttpHeaders headers = response.headers().asHttpHeaders();
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
			throw StorageRequests.malformed(call,
					"it has the Content-Encoding " + told(encoding) + ", although the request allowed none");
		}
		if (status == 200) {
			return null;
		}
		ContentRange range = (status == PARTIAL_CONTENT)
				? ContentRange.parse(headers.getFirst(HttpHeaders.CONTENT_RANGE)) : null;
		if (range == null || range.first() != from || range.last() > to) {
			throw StorageRequests.malformed(call,
					"its status is " + status + " and its Content-Range "
							+ told(headers.getFirst(HttpHeaders.CONTENT_RANGE)) + ", but bytes " + from + "-" + to
							+ " were requested");
		}
		return range;
	}

	/**
	 * Return the value of a header for a message, unless it is so unusual that it may
	 * have the query of the address.
	 */
	private static String told(@Nullable String value) {
		return (value == null) ? "missing" : USUAL.matcher(value).matches() ? value : "of an unknown form";
	}

	private static ServiceUnavailableException incomplete(Call call, long missing) {
		return new ServiceUnavailableException(call + " failed: the answer ended " + missing + " bytes early",
				call.details(null), false, null);
	}

	/**
	 * The head of an answer with the whole file.
	 *
	 * @param etag its entity tag, or {@code null}
	 * @param length the length, or -1 if it is not known
	 */
	record Answer(@Nullable String etag, long length) {
	}

	/** Takes the whole file. */
	@FunctionalInterface
	interface WholeFile {

		Mono<Void> take(Answer answer, Flux<Block> blocks);

	}

	/** The first request, until it has an answer, and those that continue it. */
	private final class First {

		private final Block block;

		private final WholeFile file;

		private volatile @Nullable FileVersion version;

		private volatile boolean ranges = true;

		First(Block block, WholeFile file) {
			this.block = block;
			this.file = file;
		}

		Mono<FileVersion> attempt(Call call) {
			FileVersion known = this.version;
			if (known != null) {
				return rest(call, this.block, known).thenReturn(known);
			}
			int mark = this.block.begin();
			Consumer<HttpHeaders> headers = (to) -> {
				if (this.ranges) {
					to.set(HttpHeaders.RANGE, "bytes=0-" + this.block.last());
				}
			};
			return DownloadRequests.this.requests
				.send(call, Request.get(headers), (response) -> begin(call, response, mark))
				.onErrorResume((error) -> this.ranges && StorageRequests.status(error) == 416,
						(error) -> inOneStream(call));
		}

		private Mono<FileVersion> begin(Call call, ClientResponse response, int mark) {
			ContentRange range = range(call, response, 0, this.block.last());
			if (range == null) {
				return whole(call, response, this.file).then(Mono.empty());
			}
			if (!this.ranges) {
				throw StorageRequests.malformed(call, "it is a part, although the whole file was requested");
			}
			String validator = FileVersion.validator(response.headers().asHttpHeaders());
			boolean complete = range.last() + 1 == range.length();
			if (range.length() < 0 || (validator == null && !complete)) {
				return SequoiaWebClients.drain(response).onErrorComplete().then(Mono.defer(() -> inOneStream(call)));
			}
			if (validator == null) {
				return whole(call, response, this.file).then(Mono.empty());
			}
			if (!Journal.isCountable(range.length(), this.block.length())) {
				throw StorageRequests.malformed(call,
						"its file has " + range.length()
								+ " bytes, which are more blocks than can be counted; if that is"
								+ " right, raise sequoia.transfer.block-size");
			}
			FileVersion found = new FileVersion(validator, range.length());
			this.block.allocate(found.length());
			this.version = found;
			return read(call, response, this.block, range, mark).then(Mono.defer(() -> rest(call, this.block, found)))
				.thenReturn(found);
		}

		private Mono<FileVersion> inOneStream(Call call) {
			this.ranges = false;
			return attempt(call);
		}

	}

}
