package io.sequoia.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keycloak with the realm of {@code realm.json}, and the requests of its administrator
 * and its resource servers.
 */
final class Keycloak extends GenericContainer<Keycloak> {

	private static final String ADMIN = "admin";

	private static final String ADMIN_PASSWORD = "admin-password";

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = JsonMapper.shared();

	Keycloak() {
		super(Images.keycloak());
		withExposedPorts(8080, 8443);
		// the issuer in tokens, whichever port is used
		withEnv("KC_HOSTNAME", "http://identity.test");
		withEnv(Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD));
		withCopyFileToContainer(MountableFile.forClasspathResource("realm.json", 0644),
				"/opt/keycloak/data/import/realm.json");
		withCommand("start-dev", "--http-host=0.0.0.0", "--import-realm");
		waitingFor(Wait.forHttp("/realms/sequoia").forPort(8080).withStartupTimeout(Duration.ofMinutes(3)));
	}

	/** Serve TLS too, and ask for client certificates that the authority has signed. */
	Keycloak withTls(TestCertificates certificates) {
		withCopyFileToContainer(MountableFile.forHostPath(certificates.serverStore(), 0644),
				"/opt/keycloak/server.p12");
		withCopyFileToContainer(MountableFile.forHostPath(certificates.trustStore(), 0644), "/opt/keycloak/trust.p12");
		return withCommand("start-dev", "--http-host=0.0.0.0", "--import-realm",
				"--https-key-store-file=/opt/keycloak/server.p12",
				"--https-key-store-password=" + TestCertificates.PASSWORD,
				"--https-trust-store-file=/opt/keycloak/trust.p12",
				"--https-trust-store-password=" + TestCertificates.PASSWORD, "--https-client-auth=request");
	}

	String tokenUri() {
		return url() + "/realms/sequoia/protocol/openid-connect/token";
	}

	String tlsTokenUri() {
		return "https://localhost:" + getMappedPort(8443) + "/realms/sequoia/protocol/openid-connect/token";
	}

	/** Tell whether a token is valid, like a resource server (RFC 7662). */
	boolean isActive(String token) {
		HttpRequest.Builder request = post("/realms/sequoia/protocol/openid-connect/token/introspect",
				Map.of("token", token))
			.header("Authorization", "Basic " + Base64.getEncoder()
				.encodeToString("resource-server:resource-server-secret".getBytes(StandardCharsets.UTF_8)));
		return send(request).path("active").asBoolean();
	}

	/** Give a client another secret; the former one is invalid from now on. */
	String rotateSecret(String clientId) {
		return send(asAdmin(HttpRequest.newBuilder(admin("/clients/" + idOf(clientId) + "/client-secret"))
			.POST(BodyPublishers.noBody()))).path("value").asString();
	}

	/** End the sessions of a client's service account, and with them its tokens. */
	void endSessions(String clientId) {
		String user = send(
				asAdmin(HttpRequest.newBuilder(admin("/clients/" + idOf(clientId) + "/service-account-user"))))
			.path("id")
			.asString();
		send(asAdmin(HttpRequest.newBuilder(admin("/users/" + user + "/logout")).POST(BodyPublishers.noBody())));
	}

	private String idOf(String clientId) {
		return send(asAdmin(HttpRequest.newBuilder(admin("/clients?clientId=" + clientId)))).path(0)
			.path("id")
			.asString();
	}

	private HttpRequest.Builder asAdmin(HttpRequest.Builder request) {
		String token = send(post("/realms/master/protocol/openid-connect/token", Map.of("grant_type", "password",
				"client_id", "admin-cli", "username", ADMIN, "password", ADMIN_PASSWORD)))
			.path("access_token")
			.asString();
		return request.header("Authorization", "Bearer " + token);
	}

	private HttpRequest.Builder post(String path, Map<String, String> form) {
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return HttpRequest.newBuilder(URI.create(url() + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body));
	}

	private JsonNode send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
			if (response.statusCode() >= 300) {
				throw new IllegalStateException(response + ": " + response.body());
			}
			return this.json.readTree(response.body().isEmpty() ? "{}" : response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private URI admin(String path) {
		return URI.create(url() + "/admin/realms/sequoia" + path);
	}

	private String url() {
		return "http://" + getHost() + ":" + getMappedPort(8080);
	}

}
