package io.sequoia.transfer;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.fixture.ClientApplication;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

/**
 * An application that transfers files in blocks of 64 KB, and retries quickly. It needs
 * no platform, as no request goes there.
 */
final class TransferFixture implements AutoCloseable {

	static final int BLOCK = 64 * 1024;

	private final ConfigurableApplicationContext context;

	TransferFixture(String... properties) {
		List<String> all = new ArrayList<>(
				List.of("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=testmock", "sequoia.auth.type=token",
						"sequoia.auth.token=token-of-the-platform", "sequoia.transfer.block-size=64KB",
						"sequoia.retry.interval=1ms", "sequoia.retry.max-interval=5ms", "sequoia.retry.max-attempts=4",
						"sequoia.retry.budget.enabled=false", "sequoia.http.response-timeout=5s"));
		all.addAll(List.of(properties));
		this.context = ClientApplication.run(all);
	}

	SequoiaTransfer transfer() {
		return this.context.getBean(SequoiaTransfer.class);
	}

	ReactiveSequoiaTransfer reactive() {
		return this.context.getBean(ReactiveSequoiaTransfer.class);
	}

	SimpleMeterRegistry meters() {
		return this.context.getBean(SimpleMeterRegistry.class);
	}

	static TransferOptions.Builder options() {
		return TransferOptions.builder().blockSize(DataSize.ofBytes(BLOCK));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
