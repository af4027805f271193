package io.sequoia.contract;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * An application that is connected to a platform, with the platform's view of its
 * requests.
 */
final class Platform implements AutoCloseable {

	private final String name;

	private final PlatformServer server;

	private final boolean reactive;

	private final ConfigurableApplicationContext context;

	private Platform(String name, PlatformServer server, boolean reactive, String... properties) {
		this.name = name;
		this.server = server;
		this.reactive = reactive;
		this.context = ClientApplication
			.run(Stream
				.concat(Stream.of("sequoia.registry.url=" + server.url(), "sequoia.owner=" + PlatformServer.OWNER,
						"sequoia.auth.client-id=" + PlatformServer.CLIENT_ID,
						"sequoia.auth.client-secret=" + PlatformServer.CLIENT_SECRET), Arrays.stream(properties))
				.toList());
	}

	/**
	 * Return both templates for each server. Each is closed after the tests of its class.
	 */
	static Stream<Platform> all() {
		return Stream
			.<Supplier<Platform>>of(() -> new Platform("sandbox, blocking", new SandboxPlatform(), false),
					() -> new Platform("sandbox, reactive", new SandboxPlatform(), true),
					() -> new Platform("documented answers, blocking", new DocumentedPlatform(), false),
					() -> new Platform("documented answers, reactive", new DocumentedPlatform(), true))
			.map(Supplier::get);
	}

	/** Create another application on the same platform, to be closed. */
	Application configured(String... properties) {
		Platform other = new Platform(this.name, this.server, this.reactive, properties);
		return new Application(other.template(), other.identity(), other.context);
	}

	SequoiaOperations template() {
		return this.reactive ? ReactiveFace.of(this.context.getBean(ReactiveSequoiaTemplate.class))
				: this.context.getBean(SequoiaTemplate.class);
	}

	SequoiaIdentity identity() {
		return this.reactive ? ReactiveFace.of(this.context.getBean(ReactiveSequoiaIdentity.class))
				: this.context.getBean(SequoiaIdentity.class);
	}

	WebClient webClient() {
		return this.context.getBean("sequoiaWebClient", WebClient.class);
	}

	PlatformServer server() {
		return this.server;
	}

	List<SentRequest> sent() {
		return this.server.sent();
	}

	/** Return the requests whose path contains a text. */
	List<SentRequest> sentTo(String path) {
		return sent().stream().filter((request) -> request.path().contains(path)).toList();
	}

	/** Create the query of {@code name=value} texts. */
	static MultiValueMap<String, String> query(String... parameters) {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		for (String parameter : parameters) {
			String[] nameAndValue = parameter.split("=", 2);
			query.add(nameAndValue[0], nameAndValue[1]);
		}
		return query;
	}

	@Override
	public void close() {
		this.context.close();
		this.server.close();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * An application with its own configuration.
	 */
	record Application(SequoiaOperations template, SequoiaIdentity identity,
			ConfigurableApplicationContext context) implements AutoCloseable {

		@Override
		public void close() {
			this.context.close();
		}

	}

}
