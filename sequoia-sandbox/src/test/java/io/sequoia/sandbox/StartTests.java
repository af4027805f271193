package io.sequoia.sandbox;

import org.junit.jupiter.api.Test;

class StartTests {

	@Test
	void time() {
		for (int i = 0; i < 5; i++) {
			long t = System.nanoTime();
			SequoiaSandbox s = (i % 2 == 0) ? SequoiaSandbox.start()
					: SequoiaSandbox.builder().emptyCatalogue().start();
			long a = System.nanoTime();
			s.close();
			System.out.println("start " + (a - t) / 1000000 + " ms, close " + (System.nanoTime() - a) / 1000000);
		}
	}

}
