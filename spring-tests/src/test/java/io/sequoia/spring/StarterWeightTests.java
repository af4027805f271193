package io.sequoia.spring;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Libraries that the starter does not bring along.
 */
class StarterWeightTests {

	@Test
	void nativeLibrariesOfHttp3AreLeftOut() {
		assertThat(getClass().getClassLoader().getResource("META-INF/native/libnetty_quiche42_linux_x86_64.so"))
			.isNull();
	}

}
