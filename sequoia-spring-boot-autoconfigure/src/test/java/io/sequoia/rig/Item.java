package io.sequoia.rig;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose every state has a unique nonce, so that the ledger can tell which
 * write produced it.
 */
@SequoiaResource(service = "metadata", name = "items")
record Item(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String nonce, @Nullable String version) {

	static Item of(@Nullable String name, String nonce) {
		return new Item(null, null, name, nonce, null);
	}

	Item with(String other) {
		return new Item(this.ref, this.owner, this.name, other, this.version);
	}

}
