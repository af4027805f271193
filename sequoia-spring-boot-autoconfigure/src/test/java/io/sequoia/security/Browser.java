package io.sequoia.security;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The browser of a user, with its own session.
 */
final class Browser {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final URI application;

	Browser(ApplicationContext application) {
		this.application = URI
			.create("http://localhost:" + application.getEnvironment().getRequiredProperty("local.server.port"));
	}

	/** Log in at the provider, and return to the application. */
	Browser login(String user) throws IOException, InterruptedException {
		URI uri = this.application.resolve("/oauth2/authorization/sso");
		for (int hop = 0; hop < 3; hop++) {
			HttpResponse<String> response = send(uri).join();
			assertThat(response.statusCode()).as(uri + ": " + response.body()).isEqualTo(302);
			String target = response.headers().firstValue("Location").orElseThrow();
			uri = uri.resolve(target.contains("/authorize?") ? target + "&login=" + user : target);
		}
		return this;
	}

	String get(String path) {
		return open(path).join().body();
	}

	CompletableFuture<HttpResponse<String>> open(String path) {
		return send(this.application.resolve(path));
	}

	private CompletableFuture<HttpResponse<String>> send(URI uri) {
		return this.client.sendAsync(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
	}

}
