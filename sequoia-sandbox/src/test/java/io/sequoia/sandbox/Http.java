package io.sequoia.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

/**
 * A plain HTTP client of a sandbox, so that the tests share nothing with the code that
 * they test.
 */
final class Http {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final SequoiaSandbox sandbox;

	private String token;

	Http(SequoiaSandbox sandbox) {
		this.sandbox = sandbox;
	}

	String token() {
		if (this.token == null) {
			this.token = grant("grant_type=client_credentials").json().path("access_token").asString();
		}
		return this.token;
	}

	Http withToken(String token) {
		Http http = new Http(this.sandbox);
		http.token = token;
		return http;
	}

	Reply grant(String form) {
		return grant("/identity", form);
	}

	Reply grant(String identity, String form) {
		return send(basic(identity + "/oauth/token", this.sandbox.clientId(), this.sandbox.clientSecret(), form));
	}

	HttpRequest.Builder basic(String path, String id, String secret, String form) {
		String credentials = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
		return anonymous(path).header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form));
	}

	/** Create a request to a path of the registry's port, or to a whole address. */
	HttpRequest.Builder anonymous(String path) {
		return HttpRequest.newBuilder(URI.create(path.startsWith("http:") ? path : this.sandbox.registryUrl() + path));
	}

	HttpRequest.Builder request(String path) {
		return anonymous(path).header("Authorization", "Bearer " + token());
	}

	Reply get(String path) {
		return send(request(path).GET());
	}

	Reply post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	Reply put(String path, String version, String body) {
		return send(
				request(path).header("If-Match", "\"" + version + "\"").PUT(HttpRequest.BodyPublishers.ofString(body)));
	}

	Reply delete(String path) {
		return send(request(path).DELETE());
	}

	/** Browse contents of the sandbox's owner with parameters that are encoded here. */
	Reply contents(String... namesAndValues) {
		return get("/metadata/data/contents?owner=" + this.sandbox.owner() + query(namesAndValues));
	}

	/**
	 * Follow a link, which is relative to the location of the service. Links of linked
	 * resources do not name the owner.
	 */
	Reply follow(String link) {
		return get("/metadata" + link + (link.contains("owner=") ? "" : "&owner=" + this.sandbox.owner()));
	}

	/** Return the names of all resources over all pages of a chain of links. */
	List<String> names(Reply first, String plural, String link) {
		List<String> names = new ArrayList<>(first.texts(plural, "name"));
		JsonNode next = first.json().path("meta").path(link);
		while (next.isString()) {
			Reply page = follow(next.asString());
			names.addAll(page.texts(plural, "name"));
			next = page.json().path("meta").path(link);
		}
		return names;
	}

	static String query(String... namesAndValues) {
		StringBuilder query = new StringBuilder();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			query.append('&').append(encode(namesAndValues[i])).append('=').append(encode(namesAndValues[i + 1]));
		}
		return query.toString();
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	Reply send(HttpRequest.Builder request) {
		try {
			return exchange(request);
		}
		catch (IOException ex) {
			throw new AssertionError("The request failed: " + ex, ex);
		}
	}

	Reply exchange(HttpRequest.Builder request) throws IOException {
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Reply(response);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * An answer.
	 */
	record Reply(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String text() {
			return this.response.body();
		}

		JsonNode json() {
			return Json.MAPPER.readTree(text());
		}

		JsonNode meta() {
			return json().path("meta");
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse(null);
		}

		List<String> texts(String plural, String field) {
			return StreamSupport.stream(json().path(plural).spliterator(), false)
				.map((resource) -> resource.path(field).asString())
				.toList();
		}

		List<String> names() {
			return texts("contents", "name");
		}

		List<String> validationKeys() {
			return StreamSupport.stream(json().path("validation").path("keys").spliterator(), false)
				.map(JsonNode::asString)
				.toList();
		}

	}

}
