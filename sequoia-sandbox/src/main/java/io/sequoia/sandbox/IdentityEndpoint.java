package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The identity service (docs/protocol.md, section 2).
 */
final class IdentityEndpoint {

	private static final String BASIC = "Basic ";

	private final Client client;

	private final Tokens tokens;

	private final Accounts accounts;

	private final Access access;

	private final Set<String> owners;

	private final List<String> actions;

	IdentityEndpoint(Client client, Tokens tokens, Accounts accounts, Access access, Set<String> owners,
			Map<String, ServiceSchema> services) {
		this.client = client;
		this.tokens = tokens;
		this.accounts = accounts;
		this.access = access;
		this.owners = owners;
		TreeSet<String> all = new TreeSet<>();
		services.values().forEach((service) -> service.resources().values().forEach((resource) -> {
			String action = service.name() + ":" + resource.hyphenated();
			all.add(action + ":read");
			all.add(action + ":write");
		}));
		this.actions = List.copyOf(all);
	}

	String clientId() {
		return this.client.id();
	}

	/** Find the route for a path after {@code /identity}, or null if there is none. */
	@Nullable Route route(String method, String path) {
		return switch (method + " " + path) {
			case "POST oauth/token" -> route(Operation.TOKEN, this::token);
			case "POST pauth/token" -> route(Operation.TOKEN, this::userToken);
			case "POST oauth/revoke" -> route(Operation.IDENTITY, this::revoke);
			case "GET pauth/access" -> route(Operation.IDENTITY, this::access);
			case "GET pauth/tenants" -> route(Operation.IDENTITY, this::tenants);
			case "POST pauth/passwords" -> route(Operation.IDENTITY, this::changePassword);
			case "POST pauth/password-resets" -> route(Operation.IDENTITY, this::requestReset);
			default -> null;
		};
	}

	private static Route route(Operation operation, Function<Request, Answer> handler) {
		return new Route(operation, "identity", null, handler);
	}

	private Answer token(Request request) {
		QueryParameters form = request.form();
		if (!authenticated(request, form)) {
			return error(401, "invalid_client", "the client id or the client secret is wrong").with("WWW-Authenticate",
					"Basic realm=\"sequoia\"");
		}
		String grant = form.first("grant_type");
		if (grant == null) {
			return error(400, "invalid_request", "the parameter 'grant_type' is missing");
		}
		return switch (grant) {
			case "client_credentials" -> issued("root:" + this.client.id(), "service", form.first("scope"));
			case "password" -> issuedToUser(form.first("username"), form.first("password"), form.first("scope"));
			default -> error(400, "unsupported_grant_type", "there is no grant type '" + grant + "'");
		};
	}

	private Answer userToken(Request request) {
		JsonNode body = Json.body(request.body());
		return issuedToUser(text(body, "username"), text(body, "password"), null);
	}

	private Answer issuedToUser(@Nullable String username, @Nullable String password, @Nullable String scope) {
		if (username == null || !this.accounts.accepts(username, password)) {
			return error(400, "invalid_grant", "the user name or the password is wrong");
		}
		return issued(username.replace('\\', ':'), "admin", scope);
	}

	private Answer issued(String userRef, String userType, @Nullable String scope) {
		ObjectNode body = Json.object().put("access_token", this.tokens.issue(userRef, userType));
		body.put("token_type", "bearer").put("expires_in", this.tokens.lifetime().toSeconds());
		if (scope != null) {
			body.put("scope", scope);
		}
		return Answer.json(body).with("Cache-Control", "no-store");
	}

	/** Revoke a token. An unknown token is not an error (RFC 7009). */
	private Answer revoke(Request request) {
		String token = request.form().first("token");
		if (token == null) {
			return error(400, "invalid_request", "the parameter 'token' is missing");
		}
		this.tokens.revoke(token);
		return Answer.json(Json.object());
	}

	private Answer access(Request request) {
		Access.Caller caller = this.access.check(request);
		List<String> wantedTenants = request.query().list("tenants");
		List<String> wantedActions = request.query().list("actions");
		ObjectNode body = Json.object()
			.put("expiresAt", ValueType.timestamp(caller.grant().expiresAt()))
			.put("userRef", caller.userRef())
			.put("userType", caller.grant().userType());
		ArrayNode permissions = body.putArray("permissions");
		this.owners.stream().filter((owner) -> wanted(wantedTenants, owner)).forEach((owner) -> {
			ArrayNode allowed = permissions.addObject().put("tenant", owner).putArray("actions");
			this.actions.stream().filter((action) -> wanted(wantedActions, action)).forEach(allowed::add);
		});
		return Answer.json(body);
	}

	private static boolean wanted(List<String> wanted, String value) {
		return wanted.isEmpty() || wanted.contains(value);
	}

	private Answer tenants(Request request) {
		this.access.check(request);
		ObjectNode body = Json.object();
		ArrayNode tenants = body.putArray("tenants");
		this.owners.forEach((owner) -> tenants.addObject().put("name", owner).put("title", owner));
		return Answer.json(body);
	}

	private Answer changePassword(Request request) {
		JsonNode body = Json.body(request.body());
		String username = text(body, "username");
		String newPassword = text(body, "newPassword");
		if (username == null || newPassword == null || newPassword.isEmpty()) {
			throw Problem.badPayload("a user name and a new password are needed", "username", "newPassword");
		}
		boolean known = this.accounts.accepts(username, text(body, "password"))
				|| this.accounts.redeem(username, text(body, "resetToken"));
		if (!known || !this.accounts.change(username, newPassword)) {
			throw Problem.of(401, "the user name, the password or the reset token is wrong");
		}
		return Answer.empty(204);
	}

	private Answer requestReset(Request request) {
		String username = text(Json.body(request.body()), "username");
		if (username == null) {
			throw Problem.badPayload("a user name is needed", "username");
		}
		this.accounts.requestReset(username);
		return Answer.empty(204);
	}

	private boolean authenticated(Request request, QueryParameters form) {
		String header = request.header("authorization");
		if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
			return Accounts.same(decode(header.substring(BASIC.length()).trim()),
					this.client.id() + ":" + this.client.secret());
		}
		String id = form.first("client_id");
		String secret = form.first("client_secret");
		return id != null && secret != null && Accounts.same(id, this.client.id())
				&& Accounts.same(secret, this.client.secret());
	}

	private static String decode(String base64) {
		try {
			return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	private static @Nullable String text(JsonNode body, String name) {
		return body.path(name).stringValue(null);
	}

	private static Answer error(int status, String error, String description) {
		return Answer.json(status,
				Json.object().put("code", status).put("error", error).put("error_description", description));
	}

	/**
	 * The only client of the sandbox, whose secret a test may change. Thread-safe.
	 */
	static final class Client {

		private final String id;

		private final String given;

		private volatile String secret;

		Client(String id, String secret) {
			this.id = id;
			this.given = secret;
			this.secret = secret;
		}

		String id() {
			return this.id;
		}

		String secret() {
			return this.secret;
		}

		void changeSecret(String changed) {
			this.secret = changed;
		}

		/** Restore the secret of the start. */
		void reset() {
			this.secret = this.given;
		}

		@Override
		public String toString() {
			return "Client[id=" + this.id + "]";
		}

	}

}
