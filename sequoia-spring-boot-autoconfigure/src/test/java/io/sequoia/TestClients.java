package io.sequoia;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.http.HttpConnections;
import io.sequoia.http.HttpSettings;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SequoiaWebClients;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients for tests below the template.
 */
public final class TestClients implements AutoCloseable {

	public static final MediaType CONTENT_TYPE = MediaType.parseMediaType("application/vnd.piksel+json");

	private static final Map<String, String> HEADERS = Map.of("Accept", CONTENT_TYPE.toString(), "User-Agent",
			"test sequoia-spring-boot/dev");

	private final HttpConnections connections;

	private final HttpSettings settings;

	private final SequoiaWebClientCustomizer[] customizers;

	public TestClients(HttpSettings settings, SequoiaWebClientCustomizer... customizers) {
		this.settings = settings;
		this.connections = new HttpConnections(settings);
		this.customizers = customizers;
	}

	public static TestClients create() {
		HttpSettings defaults = HttpSettings.defaults();
		return new TestClients(
				settings(defaults.connectTimeout(), defaults.responseTimeout(), defaults.maxResponseSize()));
	}

	public static HttpSettings settings(Duration connectTimeout, Duration responseTimeout, int maxResponseSize) {
		HttpSettings defaults = HttpSettings.defaults();
		return new HttpSettings(connectTimeout, responseTimeout, maxResponseSize, defaults.maxHeaderSize(), true, null,
				defaults.pool(), null, HEADERS);
	}

	public SequoiaWebClients clients() {
		return new SequoiaWebClients(WebClient.builder(), this.connections,
				new SequoiaWebClients.Settings("X-Correlation-ID", this.settings.maxResponseSize()),
				new CorrelationIds(null, null, null), new ResourceMapper(JsonMapper.shared()).json(),
				List.of(this.customizers), List.of(), Clock.systemUTC());
	}

	@Override
	public void close() {
		this.connections.close();
	}

}
