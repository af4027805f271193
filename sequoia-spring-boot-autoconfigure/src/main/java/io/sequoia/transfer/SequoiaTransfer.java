package io.sequoia.transfer;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Transfers files from and to storages, such as the files behind the {@code url} of
 * assets. Requests to a storage have no token of the platform. They go to hosts that
 * {@code sequoia.transfer.allowed-hosts} allows, by https, or by http to loopback.
 * <p>
 * All methods wait for the end of the transfer. An interrupted thread gets an
 * {@link IllegalStateException}, and the transfer ends: it can be continued by the same
 * call. Failures are those of the templates, and {@link java.io.UncheckedIOException} for
 * files that cannot be read or written. Thread-safe.
 *
 * @see ReactiveSequoiaTransfer
 */
public interface SequoiaTransfer {

	/**
	 * Download a file with the settings of the configuration.
	 * @param source the address of the file
	 * @param target the file to write
	 * @return the size of the file and the bytes that were transferred
	 * @see #download(URI, Path, TransferOptions)
	 */
	default TransferResult download(URI source, Path target) {
		return download(source, target, TransferOptions.none());
	}

	/**
	 * Download a file. A source with a strong validator ({@code ETag}) that supports
	 * ranges is read by several requests at a time, each for one block; any other one is
	 * read in one stream. Until the file is whole and its length and checksums are
	 * verified, it is in the folder of the target under the name {@code {target}.part},
	 * and the list of its finished blocks in {@code {target}.part.journal}. The next
	 * download of the same source to the same target continues there. If the source
	 * changes meanwhile, the download begins anew.
	 * @param source the address of the file, an absolute https address without user and
	 * fragment
	 * @param target the file to write, in a directory that exists; a file that is there
	 * is replaced as the last step
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @throws io.sequoia.DiscoveryException if the address, or one that it redirects to,
	 * is not allowed
	 * @throws io.sequoia.MalformedResponseException if length, checksum or ranges are not
	 * as promised
	 * @throws io.sequoia.VersionConflictException if the source changes again and again
	 * @throws IllegalStateException if another download writes the same file
	 */
	TransferResult download(URI source, Path target, TransferOptions options);

	/**
	 * Download a file whose address is valid for a limited time. If the source refuses an
	 * address (401, 403), the download continues with a new one.
	 * @param source gives an address of the file; called before the first request, and
	 * whenever an address that was accepted is refused; may block. Parts that were
	 * downloaded are used again if the address is the same but for its query
	 * @param target the file to write
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see #download(URI, Path, TransferOptions)
	 */
	TransferResult download(Supplier<URI> source, Path target, TransferOptions options);

	/**
	 * Upload a file with the settings of the configuration.
	 * @param source the file to read
	 * @param address gives a signed address of the file at the storage
	 * @return the size of the file and the bytes that were transferred
	 * @see #upload(Path, Supplier, TransferOptions)
	 */
	default TransferResult upload(Path source, Supplier<URI> address) {
		return upload(source, address, TransferOptions.none());
	}

	/**
	 * Upload a file to a storage of block blobs: its blocks, several at a time, and then
	 * their list, which makes them the file at once. Blocks that an earlier upload of the
	 * same content has left at the storage are not sent again. If the answer to the list
	 * is lost, the client asks the storage for the list, and does not send it again if
	 * the storage has it.
	 * @param source the file to read; it must not change during the upload
	 * @param address gives a signed address of the file at the storage, whose query is
	 * kept; called before the first request, and then at most every
	 * {@linkplain TransferOptions.Builder#renewalInterval five minutes}; may block
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @throws io.sequoia.AccessDeniedException if the storage refuses an address that is
	 * not older than that
	 * @throws IllegalStateException if the file changes during the upload
	 */
	TransferResult upload(Path source, Supplier<URI> address, TransferOptions options);

	/**
	 * Upload a stream of any length, as files are uploaded.
	 * @param source the stream; read once, and not closed
	 * @param address gives a signed address of the file at the storage
	 * @param options the options of this transfer
	 * @return the size of the file and the bytes that were transferred
	 * @see #upload(Path, Supplier, TransferOptions)
	 */
	TransferResult upload(InputStream source, Supplier<URI> address, TransferOptions options);

}
