package io.sequoia.transfer;

import java.util.OptionalLong;

/**
 * The progress of a transfer.
 *
 * @param done the bytes that are written, or accepted by the storage, those of an earlier
 * transfer that is continued included. It falls to zero if a download begins anew, as its
 * source has changed
 * @param length the size of the file in bytes, if it is known
 */
public record TransferProgress(long done, OptionalLong length) {

}
