package io.sequoia.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * As fast as it goes with the JDK's own client and a streaming parser.
 */
final class JdkClient implements Client {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final JsonMapper json = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final ObjectReader films = this.json.readerFor(Film.class);

	private final String base;

	JdkClient(int port) {
		this.base = "http://127.0.0.1:" + port + "/metadata";
	}

	@Override
	public long browse() {
		String next = "/data/contents?owner=bench&perPage=100&continue=true";
		long[] count = new long[1];
		while (next != null) {
			next = page(next, (film) -> count[0] += film.title().isEmpty() ? 0 : 1);
		}
		return count[0];
	}

	@Override
	public Film read(String name) {
		Film[] read = new Film[1];
		page("/data/contents/bench:" + name + "?owner=bench", (film) -> read[0] = film);
		return read[0];
	}

	@Override
	public Mono<Film> reading(String name) {
		HttpRequest request = request("/data/contents/bench:" + name + "?owner=bench").build();
		return Mono.fromFuture(() -> this.client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
			.map((answer) -> {
				Film[] read = new Film[1];
				parse(this.json.createParser(answer.body()), (film) -> read[0] = film);
				return read[0];
			});
	}

	@Override
	public int store(List<Film> films) {
		for (int from = 0; from < films.size(); from += 100) {
			byte[] body = this.json
				.writeValueAsBytes(Map.of("contents", films.subList(from, Math.min(from + 100, films.size()))));
			send(request("/data/contents?owner=bench").header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofByteArray(body))
				.build(), HttpResponse.BodyHandlers.discarding());
		}
		return films.size();
	}

	@Override
	public void close() {
		// the JDK's client ends with its last reference
	}

	private @Nullable String page(String path, Consumer<Film> consumer) {
		HttpResponse<InputStream> answer = send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
		try (InputStream body = answer.body()) {
			return parse(this.json.createParser(body), consumer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable String parse(JsonParser parser, Consumer<Film> consumer) {
		String next = null;
		try (parser) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				parser.nextToken();
				if (name.equals("meta")) {
					next = this.json.readerFor(BareClient.Meta.class).<BareClient.Meta>readValue(parser).next();
				}
				else if (name.equals("contents")) {
					while (parser.nextToken() != JsonToken.END_ARRAY) {
						consumer.accept(this.films.readValue(parser));
					}
				}
				else {
					parser.skipChildren();
				}
			}
		}
		return next;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.base + path)).header("Authorization", "Bearer bench-token");
	}

	private <B> HttpResponse<B> send(HttpRequest request, HttpResponse.BodyHandler<B> handler) {
		try {
			return this.client.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
