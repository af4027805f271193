package io.sequoia.sandbox;

/** x. */
final class SeedCatalogue {

	SeedCatalogue(Platform platform) {
	}

	void load() {
	}

}
