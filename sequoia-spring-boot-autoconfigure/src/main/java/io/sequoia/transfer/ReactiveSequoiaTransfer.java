package io.sequoia.transfer;

import java.net.URI;
import java.nio.file.Path;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Transfers files from and to storages without blocking the caller. A transfer begins
 * with the subscription; one that is cancelled can be continued by the same call.
 * Otherwise the methods do the same as those of {@link SequoiaTransfer}. Thread-safe.
 */
public interface ReactiveSequoiaTransfer {

	/**
	 * Download a file.
	 * @param source the address of the file
	 * @param target the file to write
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see SequoiaTransfer#download(URI, Path, TransferOptions)
	 */
	Mono<TransferResult> download(URI source, Path target, TransferOptions options);

	/**
	 * Download a file whose address is valid for a limited time.
	 * @param source gives an address of the file to each subscriber
	 * @param target the file to write
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see SequoiaTransfer#download(java.util.function.Supplier, Path, TransferOptions)
	 */
	Mono<TransferResult> download(Mono<URI> source, Path target, TransferOptions options);

	/**
	 * Upload a file.
	 * @param source the file to read
	 * @param address gives a signed address of the file at the storage to each subscriber
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see SequoiaTransfer#upload(Path, java.util.function.Supplier, TransferOptions)
	 */
	Mono<TransferResult> upload(Path source, Mono<URI> address, TransferOptions options);

	/**
	 * Upload a stream of any length. No more than the blocks in flight is requested
	 * ahead.
	 * @param source the stream; its buffers are released
	 * @param address gives a signed address of the file at the storage to each subscriber
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see SequoiaTransfer#upload(java.io.InputStream, java.util.function.Supplier,
	 * TransferOptions)
	 */
	Mono<TransferResult> upload(Publisher<? extends DataBuffer> source, Mono<URI> address, TransferOptions options);

}
