package io.sequoia.transfer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.http.StorageClient;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.transfer.Addresses.Renewal;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.Assert;

/**
 * Transfers files by the client for storages, with the retries of this client, each
 * transfer as one operation. Thread-safe.
 */
@Internal
public class DefaultReactiveSequoiaTransfer implements ReactiveSequoiaTransfer {

	private final StorageClient client;

	private final SequoiaEngine engine;

	private final RetryExecutor retry;

	private final TransferSettings settings;

	private final TransferMetrics metrics;

	/**
	 * Create it.
	 * @param client sends requests to storages
	 * @param engine runs operations
	 * @param retry repeats failed requests
	 * @param settings the settings of transfers
	 * @param metrics counts bytes
	 */
	public DefaultReactiveSequoiaTransfer(StorageClient client, SequoiaEngine engine, RetryExecutor retry,
			TransferSettings settings, TransferMetrics metrics) {
		this.client = client;
		this.engine = engine;
		this.retry = retry;
		this.settings = settings;
		this.metrics = metrics;
	}

	@Override
	public Mono<TransferResult> download(URI source, Path target, TransferOptions options) {
		Assert.notNull(source, "source must not be null");
		return download(Mono.just(source), Renewal.NEVER, target, options);
	}

	@Override
	public Mono<TransferResult> download(Mono<URI> source, Path target, TransferOptions options) {
		Assert.notNull(source, "source must not be null");
		return download(source, Renewal.WHEN_REFUSED, target, options);
	}

	private Mono<TransferResult> download(Mono<URI> source, Renewal renewal, Path target, TransferOptions options) {
		Assert.notNull(target, "target must not be null");
		Assert.notNull(options, "options must not be null");
		return transfer(Call.DOWNLOAD, source, renewal, options, (requests, progress) -> new Download(requests, target,
				options, this.settings.with(options), progress, !renewal.allowed())
			.run());
	}

	@Override
	public Mono<TransferResult> upload(Path source, Mono<URI> address, TransferOptions options) {
		Assert.notNull(source, "source must not be null");
		int blockSize = settings(options).blockSize();
		return upload(address, options, (upload) -> Disk.run(source, () -> SourceFile.of(source, blockSize))
			.flatMap((file) -> upload.run(file.blocks(), file.length(), file.unchanged())));
	}

	@Override
	public Mono<TransferResult> upload(Publisher<? extends DataBuffer> source, Mono<URI> address,
			TransferOptions options) {
		Assert.notNull(source, "source must not be null");
		int blockSize = settings(options).blockSize();
		return upload(address, options, (upload) -> upload
			.run(Assembler.blocks(Flux.from(source), blockSize).map(Mono::just), -1, Mono.empty()));
	}

	private Mono<TransferResult> upload(Mono<URI> address, TransferOptions options,
			Function<Upload, Mono<TransferResult>> work) {
		Assert.notNull(address, "address must not be null");
		TransferSettings settings = settings(options);
		return transfer(Call.UPLOAD, address, new Renewal(true, settings.renewalInterval()), options,
				(requests, progress) -> work
					.apply(new Upload(new UploadRequests(requests, options), options, settings, progress)));
	}

	private TransferSettings settings(TransferOptions options) {
		Assert.notNull(options, "options must not be null");
		return this.settings.with(options);
	}

	private Mono<TransferResult> transfer(String operation, Mono<URI> address, Renewal renewal, TransferOptions options,
			BiFunction<StorageRequests, Progress, Mono<TransferResult>> work) {
		Mono<TransferResult> transfer = Mono.deferContextual((context) -> {
			Addresses addresses = new Addresses(address, this.client, renewal, System::nanoTime);
			StorageRequests requests = new StorageRequests(operation, addresses, this.client, this.retry,
					this.settings.with(options));
			return limited(operation, options,
					work.apply(requests, new Progress(operation, options, this.metrics, context)));
		});
		return this.engine.operation(new Call(StorageRequests.STORAGE, null, operation, this.settings.owner()),
				transfer);
	}

	private static Mono<TransferResult> limited(String operation, TransferOptions options,
			Mono<TransferResult> transfer) {
		Duration timeout = options.timeout();
		return (timeout == null) ? transfer
				: transfer.timeout(timeout,
						Mono.error(() -> new RequestTimeoutException(
								"The " + operation + " took longer than its time-out of " + timeout
										+ "; the same call continues it",
								Details.of(null, StorageRequests.STORAGE, null), false, null)));
	}

}
