package io.sequoia.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.context.ConfigurableApplicationContext;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sandbox's own image, directly and over a network that breaks.
 */
@Testcontainers(disabledWithoutDocker = true)
class SandboxImageTests {

	private static final int PORT = 8099;

	@Container
	private static final GenericContainer<?> SANDBOX = new GenericContainer<>(
			new ImageFromDockerfile().withDockerfile(Path.of("../sequoia-sandbox/Dockerfile")))
		.withExposedPorts(PORT)
		.waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofMinutes(3)));

	@Test
	void isNotRunByRoot() throws IOException, InterruptedException {
		assertThat(SANDBOX.execInContainer("id", "-u").getStdout()).isEqualToIgnoringNewLines("10001");
	}

	@Test
	void servesAnApplicationOutsideOfTheContainer() {
		try (ConfigurableApplicationContext application = connected(url())) {
			SequoiaTemplate template = application.getBean(SequoiaTemplate.class);
			Content stored = template.store(Content.of("from-outside", "From Outside"));
			assertThat(stored.version()).isNotNull();
			assertThat(template.read(Ref.of("testmock", "from-outside"), Content.class)).isEqualTo(stored);
			assertThat(template.count(where(field("type").equalTo("movie")), Content.class)).isGreaterThan(100);
			assertThat(template.delete(Ref.of("testmock", "from-outside"), Content.class)).isTrue();
		}
	}

	@Test
	void browsesEachResourceOnceThoughConnectionsBreak() {
		List<String> whole = names(url());
		try (BreakingProxy network = new BreakingProxy(SANDBOX.getHost(), SANDBOX.getMappedPort(PORT),
				(connection) -> (connection % 2 == 0) ? 60_000 : 9_000)) {
			assertThat(names(network.url())).isEqualTo(whole).doesNotHaveDuplicates();
			assertThat(network.broken()).isPositive();
		}
	}

	@Test
	void storesEachResourceOnceThoughConnectionsBreak() {
		List<Content> many = IntStream.range(0, 2_000)
			.mapToObj((number) -> Content.of("broken-network-" + number, "Broken network " + number))
			.toList();
		try (BreakingProxy network = new BreakingProxy(SANDBOX.getHost(), SANDBOX.getMappedPort(PORT),
				(connection) -> 15_000); ConfigurableApplicationContext application = connected(network.url())) {
			SequoiaTemplate template = application.getBean(SequoiaTemplate.class);
			assertThat(template.storeAll(many)).hasSize(many.size());
			assertThat(network.broken()).as("several of twenty requests").isGreaterThan(1);
		}
		try (ConfigurableApplicationContext application = connected(url())) {
			SequoiaTemplate template = application.getBean(SequoiaTemplate.class);
			assertThat(template.count(where(field("title").startsWith("Broken network")), Content.class))
				.isEqualTo(many.size());
			template.deleteAll(many.stream().map((content) -> Ref.of("testmock", content.name())).toList(),
					Content.class);
		}
	}

	private static List<String> names(String url) {
		try (ConfigurableApplicationContext application = connected(url)) {
			return application.getBean(SequoiaTemplate.class)
				.browse(Criteria.all().orderBy("name").asc().perPage(20), Content.class)
				.list()
				.stream()
				.map(Content::name)
				.toList();
		}
	}

	private static String url() {
		return "http://" + SANDBOX.getHost() + ":" + SANDBOX.getMappedPort(PORT);
	}

	private static ConfigurableApplicationContext connected(String url) {
		return CatalogueApplication.run("sequoia.registry.url=" + url, "sequoia.owner=testmock",
				"sequoia.auth.client-id=sandbox-client", "sequoia.auth.client-secret=sandbox-secret",
				"sequoia.retry.interval=1ms", "sequoia.retry.max-interval=10ms");
	}

}
