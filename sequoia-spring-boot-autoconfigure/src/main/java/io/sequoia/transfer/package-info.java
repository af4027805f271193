/**
 * Transfers of files from and to storages: downloads by parts, uploads by blocks. The
 * storages belong to others, so that no token of the platform goes there.
 */
@NullMarked
package io.sequoia.transfer;

import org.jspecify.annotations.NullMarked;
