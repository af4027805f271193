package io.sequoia.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Inclusion;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The starter in an application that configures only its connection.
 */
final class StarterClient implements Client {

	private final ConfigurableApplicationContext context;

	private final SequoiaTemplate template;

	private final ReactiveSequoiaTemplate reactive;

	private final Class<? extends Resource> type;

	StarterClient(int port, Kind kind) {
		this.type = kind.type();
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("sequoia.registry.url", "http://127.0.0.1:" + port, "sequoia.owner", "bench",
					"sequoia.auth.client-id", "bench", "sequoia.auth.client-secret", "bench", "logging.level.root",
					"warn", "spring.main.banner-mode", "off"))
			.run();
		this.template = this.context.getBean(SequoiaTemplate.class);
		this.reactive = this.context.getBean(ReactiveSequoiaTemplate.class);
	}

	@Override
	public long browse() {
		try (Stream<? extends Resource> films = this.template.browse(Criteria.all(), this.type).stream()) {
			return films.filter((film) -> film.title() != null).count();
		}
	}

	@Override
	public long browseLinked() {
		Criteria criteria = Criteria.all().include(Inclusion.resource("assets"));
		try (Stream<Show> shows = this.template.browse(criteria, Show.class).stream()) {
			return shows.mapToLong((show) -> (show.assets() != null) ? show.assets().size() : 0).sum();
		}
	}

	@Override
	public Resource read(String name) {
		return this.template.read(Ref.of("bench", name), this.type);
	}

	@Override
	public Mono<Resource> reading(String name) {
		return this.reactive.read(Ref.of("bench", name), this.type).cast(Resource.class);
	}

	@Override
	public int store(List<Resource> resources) {
		return this.template.storeAll(resources).size();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
