package io.sequoia.cli;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.transfer.SequoiaTransfer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The platform that commands use; started when a command uses it for the first time.
 */
final class Platform implements AutoCloseable {

	private final Supplier<ConfigurableApplicationContext> start;

	private final Terminal terminal;

	private @Nullable ConfigurableApplicationContext context;

	Platform(Supplier<ConfigurableApplicationContext> start, Terminal terminal) {
		this.start = start;
		this.terminal = terminal;
	}

	SequoiaTemplate template() {
		return context().getBean(SequoiaTemplate.class);
	}

	/**
	 * Return the operations of a collection, without a Java type.
	 */
	ResourceOperations<Map<String, Object>> resources(Collected collection) {
		return template().service(collection.service()).resources(collection.resource());
	}

	Collection<RegisteredService> services() {
		ServiceRegistry registry = context().getBean(ServiceRegistry.class);
		String owner = context().getBean(SequoiaConnectionDetails.class).owner();
		return Objects.requireNonNull(registry.services(Objects.requireNonNull(owner)).block());
	}

	SequoiaTransfer transfers() {
		return context().getBean(SequoiaTransfer.class);
	}

	private ConfigurableApplicationContext context() {
		if (this.context == null) {
			this.context = this.start.get();
			if (this.context.getBeanProvider(SequoiaSandbox.class).getIfAvailable() != null) {
				this.terminal.err()
					.println("No platform is configured: this is a sandbox in memory, which ends with the command");
			}
		}
		return this.context;
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

}
