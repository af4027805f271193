package io.sequoia.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a team writes with WebClient and Jackson alone: the location and a token once,
 * pages one after another.
 */
final class BareClient implements Client {

	private final ConnectionProvider connections = ConnectionProvider.builder("bare")
		.maxConnections(64)
		.pendingAcquireMaxCount(-1)
		.build();

	private final WebClient client;

	/** Where the service is, asked for once by the first call. */
	private final Mono<String> base;

	private final Mono<String> token;

	BareClient(int port) {
		JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections)))
			.codecs((codecs) -> {
				codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024);
				codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(json));
				codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(json));
			})
			.build();
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
		Flux<Page> pages = page("/data/contents?owner=bench&perPage=100&continue=true")
			.expand((page) -> (page.meta().next() != null) ? page(page.meta().next()) : Mono.empty());
		try (Stream<Film> films = pages.flatMapIterable(Page::contents).toStream()) {
			return films.mapToLong((film) -> film.title().isEmpty() ? 0 : 1).sum();
		}
	}

	@Override
	public Film read(String name) {
		return Objects.requireNonNull(reading(name).block());
	}

	@Override
	public Mono<Film> reading(String name) {
		return page("/data/contents/bench:" + name + "?owner=bench").map((page) -> page.contents().get(0));
	}

	@Override
	public int store(List<Film> films) {
		for (int from = 0; from < films.size(); from += 100) {
			store(Map.of("contents", films.subList(from, Math.min(from + 100, films.size())))).block();
		}
		return films.size();
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

	private Mono<Page> page(String path) {
		return Mono.zip(this.base, this.token)
			.flatMap((known) -> this.client.get()
				.uri(URI.create(known.getT1() + path))
				.headers((headers) -> headers.setBearerAuth(known.getT2()))
				.retrieve()
				.bodyToMono(Page.class));
	}

	private Mono<ResponseEntity<Void>> store(Map<String, List<Film>> body) {
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

	record Page(Meta meta, List<Film> contents) {
	}

	record Meta(@JsonProperty("continue") @Nullable String next) {
	}

}
