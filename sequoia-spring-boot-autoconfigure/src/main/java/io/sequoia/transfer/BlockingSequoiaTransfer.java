package io.sequoia.transfer;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.sequoia.Internal;
import io.sequoia.call.UserCode;
import io.sequoia.core.Blocking;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Transfers files and waits for the end. Thread-safe.
 */
@Internal
public class BlockingSequoiaTransfer implements SequoiaTransfer {

	private final ReactiveSequoiaTransfer transfer;

	/**
	 * Create it.
	 * @param transfer transfers without blocking
	 */
	public BlockingSequoiaTransfer(ReactiveSequoiaTransfer transfer) {
		this.transfer = transfer;
	}

	@Override
	public TransferResult download(URI source, Path target, TransferOptions options) {
		return Blocking.await(this.transfer.download(source, target, options));
	}

	@Override
	public TransferResult download(Supplier<URI> source, Path target, TransferOptions options) {
		return Blocking.await(this.transfer.download(asked(source), target, options));
	}

	@Override
	public TransferResult upload(Path source, Supplier<URI> address, TransferOptions options) {
		return Blocking.await(this.transfer.upload(source, asked(address), options));
	}

	@Override
	public TransferResult upload(InputStream source, Supplier<URI> address, TransferOptions options) {
		Assert.notNull(source, "source must not be null");
		return Blocking.await(this.transfer.upload(StreamBuffers.of(source), asked(address), options));
	}

	/** Ask on a thread that may block, as the application may call a service for it. */
	private static Mono<URI> asked(Supplier<URI> address) {
		Assert.notNull(address, "The supplier of addresses must not be null");
		return Mono.fromSupplier(() -> UserCode.call(address)).subscribeOn(Schedulers.boundedElastic());
	}

}
