package io.sequoia.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A client as a team would write it with the WebClient of Boot's builder alone: it
 * requests the location and a token once, the pages one after another, and joins linked
 * resources itself.
 */
final class BareClient implements Client {

	private final ConfigurableApplicationContext context;

	private final WebClient client;

	private final ParameterizedTypeReference<Page<Resource>> pageType;

	/** The location of the service, requested once by the first call. */
	private final Mono<String> base;

	private final Mono<String> token;

	BareClient(int port, Kind kind) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("sequoia.enabled", false, "spring.http.codecs.max-in-memory-size", "16MB",
					"logging.level.root", "warn", "spring.main.banner-mode", "off"))
			.run();
		this.client = this.context.getBean(WebClient.Builder.class).build();
		this.pageType = ParameterizedTypeReference
			.forType(ResolvableType.forClassWithGenerics(Page.class, kind.type()).getType());
		Mono<Listing> listing = this.client.get()
			.uri(URI.create("http://127.0.0.1:" + port + "/services/bench"))
			.retrieve()
			.bodyToMono(Listing.class)
			.cache();
		this.base = listing.map((services) -> services.location("metadata"));
		this.token = listing.map((services) -> services.location("identity")).flatMap(this::token).cache();
	}

	@Override
	public long browse() {
		Flux<Page<Resource>> pages = page("/data/contents?owner=bench&perPage=100&continue=true")
			.expand((page) -> (page.meta().next() != null) ? page(page.meta().next()) : Mono.empty());
		try (Stream<Resource> films = pages.flatMapIterable(Page::contents).toStream()) {
			return films.filter((film) -> film.title() != null).count();
		}
	}

	@Override
	public long browseLinked() {
		Flux<ShowPage> pages = showPage("/data/contents?owner=bench&include=assets&perPage=100&continue=true")
			.expand((page) -> (page.meta().next() != null) ? showPage(page.meta().next()) : Mono.empty());
		try (Stream<Show> shows = pages.flatMapIterable(ShowPage::shows).toStream()) {
			return shows.mapToLong((show) -> (show.assets() != null) ? show.assets().size() : 0).sum();
		}
	}

	@Override
	public Resource read(String name) {
		return Objects.requireNonNull(reading(name).block());
	}

	@Override
	public Mono<Resource> reading(String name) {
		return page("/data/contents/bench:" + name + "?owner=bench").map((page) -> page.contents().get(0));
	}

	@Override
	public int store(List<Resource> resources) {
		for (int from = 0; from < resources.size(); from += 100) {
			store(Map.of("contents", resources.subList(from, Math.min(from + 100, resources.size())))).block();
		}
		return resources.size();
	}

	@Override
	public void close() {
		this.context.close();
	}

	private Mono<Page<Resource>> page(String path) {
		return get(path).flatMap((request) -> request.retrieve().bodyToMono(this.pageType));
	}

	private Mono<ShowPage> showPage(String path) {
		return get(path).flatMap((request) -> request.retrieve().bodyToMono(ShowPage.class));
	}

	private Mono<WebClient.RequestHeadersSpec<?>> get(String path) {
		return Mono.zip(this.base, this.token)
			.map((known) -> this.client.get()
				.uri(URI.create(known.getT1() + path))
				.headers((headers) -> headers.setBearerAuth(known.getT2())));
	}

	private Mono<ResponseEntity<Void>> store(Map<String, List<Resource>> body) {
		return Mono.zip(this.base, this.token)
			.flatMap((known) -> this.client.post()
				.uri(URI.create(known.getT1() + "/data/contents?owner=bench"))
				.headers((headers) -> headers.setBearerAuth(known.getT2()))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(body)
				.retrieve()
				.toBodilessEntity());
	}

	private Mono<String> token(String identity) {
		return this.client.post()
			.uri(URI.create(identity + "/oauth/token"))
			.headers((headers) -> headers.setBasicAuth("bench", "bench"))
			.body(BodyInserters.fromFormData("grant_type", "client_credentials"))
			.retrieve()
			.bodyToMono(Token.class)
			.map(Token::value);
	}

	record Listing(List<Service> services) {

		String location(String name) {
			return this.services.stream()
				.filter((service) -> service.name().equals(name))
				.findFirst()
				.orElseThrow()
				.location();
		}

	}

	record Service(String name, String location) {
	}

	record Token(@JsonProperty("access_token") String value) {
	}

	record Page<T>(Meta meta, List<T> contents) {
	}

	record ShowPage(Meta meta, List<Show> contents, LinkedAssets linked) {

		List<Show> shows() {
			Map<String, List<Show.Asset>> assets = this.linked.assets()
				.stream()
				.collect(Collectors.groupingBy((asset) -> String.valueOf(asset.contentRef())));
			return this.contents.stream().map((show) -> show.with(assets.getOrDefault(show.ref(), List.of()))).toList();
		}

	}

	record LinkedAssets(List<Show.Asset> assets) {
	}

	record Meta(@JsonProperty("continue") @Nullable String next) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
