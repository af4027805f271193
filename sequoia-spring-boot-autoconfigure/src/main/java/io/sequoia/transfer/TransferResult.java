package io.sequoia.transfer;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a transfer.
 *
 * @param length the size of the file in bytes
 * @param transferred the bytes of it that this transfer sent or received; fewer than the
 * length if it continued an earlier one
 * @param etag the {@code ETag} of the file at the storage, or {@code null} if there is
 * none
 */
public record TransferResult(long length, long transferred, @Nullable String etag) {

}
