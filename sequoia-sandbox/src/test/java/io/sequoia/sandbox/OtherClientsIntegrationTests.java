package io.sequoia.sandbox;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of the platform's clients in other languages with their known requests, with
 * services that share an origin or have their own.
 */
@ParameterizedClass
@ValueSource(booleans = { false, true })
class OtherClientsIntegrationTests {

	private static final String PIKSEL = "application/vnd.piksel+json";

	@Parameter
	boolean originPerService;

	private SequoiaSandbox sandbox;

	private Http http;

	private Map<String, String> locations;

	@BeforeEach
	void start() {
		SequoiaSandbox.Builder builder = SequoiaSandbox.builder();
		this.sandbox = (this.originPerService ? builder.originPerService() : builder).start();
		this.http = new Http(this.sandbox);
		this.locations = new HashMap<>();
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	/** Uses the whole address of the listing, like the synchronous Python client. */
	@ParameterizedTest
	@ValueSource(strings = { PIKSEL, "application/json", "application/json;charset=utf-8" })
	void storesChangesAndDeletes(String mediaType) {
		discover(this.sandbox.servicesUrl());
		Http user = login();
		String contents = this.locations.get("metadata") + "/data/contents/";
		String body = "{\"contents\":[{\"owner\":\"testmock\",\"name\":\"other-client\",\"type\":\"movie\",\"title\":\"One\"}]}";

		Http.Reply stored = user.send(user.request(contents + "?owner=testmock")
			.header("Content-Type", mediaType)
			.header("Accept", mediaType)
			.POST(BodyPublishers.ofString(body)));
		String version = stored.texts("contents", "version").get(0);
		String address = contents + "testmock:other-client?owner=testmock";
		String changed = body.replace("One", "Two");

		assertThat(user.put(address, version, changed).texts("contents", "title")).containsExactly("Two");
		assertThat(user.put(address, version, changed).status()).isEqualTo(412);
		assertThat(user.get(contents + "testmock:other-client,testmock:paper-lions?owner=testmock")
			.texts("contents", "name")).containsExactlyInAnyOrder("other-client", "paper-lions");
		assertThat(user.delete(address).status()).isIn(200, 204);
		assertThat(user.get(address).status()).isEqualTo(404);
	}

	/**
	 * Links are followed with the owner that they may lack, including those of linked
	 * resources.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void followsAllPagesAndThoseOfWhatIsIncluded(boolean continued) {
		discover(this.sandbox.registryUrl() + "/services/testmock");
		Http user = login();
		String first = "/data/contents?owner=testmock&withType=movie&include=assets&perPage=40"
				+ (continued ? "&continue=true" : "");
		List<String> names = new ArrayList<>();
		List<String> pictures = new ArrayList<>();
		for (String link = first; link != null;) {
			Http.Reply page = user.get(this.locations.get("metadata") + owned(link));
			names.addAll(page.texts("contents", "name"));
			page.json().path("linked").path("assets").forEach((asset) -> pictures.add(asset.path("ref").asString()));
			if (continued) {
				for (JsonNode entry : page.meta().path("linked").path("assets")) {
					followLinked(user, entry.path("continue").asString(null), pictures);
				}
			}
			link = page.meta().path(continued ? "continue" : "next").asString(null);
		}

		assertThat(names).hasSizeGreaterThan(100).doesNotHaveDuplicates();
		assertThat(pictures).isNotEmpty();
	}

	/**
	 * Requests one service without a token, like the asynchronous Python client.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "metadata", "identity" })
	void asksForOneServiceAndItsDescriptorWithoutAToken(String service) {
		Http.Reply listing = this.http
			.send(this.http.anonymous(this.sandbox.registryUrl() + "/services/testmock/" + service).GET());
		String location = listing.texts("services", "location").get(0);

		Http.Reply descriptor = this.http.send(this.http.anonymous(location + "/descriptor/raw?owner=testmock").GET());

		assertThat(descriptor.json().path("name").asString()).isEqualTo(service);
		assertThat(descriptor.json().path("resourcefuls").properties()).isNotEmpty();
	}

	/**
	 * The JavaScript client adds the field of the first relationship to the fields of a
	 * browse with a relationship through it, also where the descriptor has no such field.
	 */
	@Test
	void includesWhatIsLinkedThroughAnotherRelationship() {
		discover(this.sandbox.servicesUrl());
		Http user = login();
		String location = this.locations.get("metadata");
		List<String> included = new ArrayList<>();
		user.get(location + "/descriptor/raw?owner=testmock")
			.json()
			.path("resourcefuls")
			.forEach((resource) -> resource.path("relationships").forEachEntry((name, relationship) -> {
				if (relationship.has("through")) {
					String field = resource.path("relationships")
						.path(relationship.path("through").asString())
						.path("fieldNamePath")
						.asString();
					String fields = String.join(",", resource.path("fields").propertyNames()) + "," + field;
					Http.Reply page = user.get(location + "/data/" + resource.path("hyphenatedPluralName").asString()
							+ "?owner=testmock&include=" + name + "&perPage=20&fields=" + fields);
					assertThat(page.status()).as(page.text()).isEqualTo(200);
					assertThat(page.json().path("linked").path(name).isArray()).isTrue();
					included.add(name);
				}
			}));

		assertThat(included).contains("relatedMaterials.assets", "descriptiveContent.assets");
	}

	/**
	 * The Python client looks for the value of a link in the link, encoded but for its
	 * slashes.
	 */
	@Test
	void findsTheLinksOfLinkedResourcesByTheirValues() {
		discover(this.sandbox.servicesUrl());
		this.sandbox.put("metadata", "contents", Map.of("name", "asked", "type", "movie"));
		for (int i = 0; i < 12; i++) {
			this.sandbox.put("metadata", "assets", Map.of("name", "asked-" + i, "type", "image", "title",
					"Who? What???" + "?".repeat(i), "contentRef", "testmock:asked"));
		}

		Http.Reply page = login().get(this.locations.get("metadata") + "/data/contents?include=assets"
				+ "&assets.sort=title&assets.perPage=2&continue=true&withRef=testmock:asked&owner=testmock");

		List<String> links = new ArrayList<>();
		page.meta().path("linked").path("assets").forEach((entry) -> links.add(entry.path("continue").asString()));
		assertThat(links).hasSize(5).allSatisfy((link) -> {
			String value = link.replaceAll(".*[?&]continue=|&.*", "");
			assertThat(value).doesNotContainIgnoringCase("%2F");
		});
	}

	/** The actions of a descriptor's operations are those of the caller's access. */
	@ParameterizedTest
	@ValueSource(strings = { "metadata", "workflow", "identity" })
	void allowsTheActionsOfTheDescriptor(String service) {
		discover(this.sandbox.servicesUrl());
		Http user = login();
		List<String> allowed = new ArrayList<>();
		user.get(this.locations.get("identity") + "/pauth/access?tenants=testmock")
			.json()
			.path("permissions")
			.path(0)
			.path("actions")
			.forEach((action) -> allowed.add(action.asString()));

		user.get(this.locations.get(service) + "/descriptor/raw?owner=testmock")
			.json()
			.path("resourcefuls")
			.forEach((resource) -> resource.path("operations")
				.forEach((operation) -> assertThat(allowed).as(operation.toString())
					.contains(operation.path("actions").path(0).asString())));
	}

	/**
	 * The JavaScript client checks a map by the allowed values of each key, if the
	 * descriptor has values at all. The recorded one has none for identifiers.
	 */
	@Test
	void namesNoValuesOfIdentifiersThatMayHaveAny() {
		discover(this.sandbox.servicesUrl());

		JsonNode fields = this.http
			.send(this.http.anonymous(this.locations.get("metadata") + "/descriptor/raw?owner=testmock").GET())
			.json()
			.path("resourcefuls")
			.path("contents")
			.path("fields");

		assertThat(fields.path("alternativeIdentifiers").path("typeInfo").propertyNames())
			.containsExactlyInAnyOrder("name", "keys");
		assertThat(fields.path("ratings").path("typeInfo").path("values").path("BBFC").path("values").isArray())
			.isTrue();
	}

	/** A revoked token is answered with 401, and the next one is accepted. */
	@ParameterizedTest
	@ValueSource(strings = { "/data/contents/testmock:paper-lions?owner=testmock",
			"/data/contents?owner=testmock&withTitle=paper%20lions*&count=true" })
	void takesAnotherTokenAfterOneThatWasRevoked(String path) {
		discover(this.sandbox.servicesUrl());
		Http user = login();
		String address = this.locations.get("metadata") + path;
		assertThat(user.get(address).status()).isEqualTo(200);

		this.http.send(this.http.basic(this.locations.get("identity") + "/oauth/revoke", this.sandbox.clientId(),
				this.sandbox.clientSecret(), "token=" + user.token() + "&token_type_hint=access_token"));

		assertThat(user.get(address).status()).isEqualTo(401);
		assertThat(login().get(address).status()).isEqualTo(200);
	}

	private void discover(String listing) {
		this.http.send(this.http.anonymous(listing).GET())
			.json()
			.path("services")
			.forEach((service) -> this.locations.put(service.path("name").asString(),
					service.path("location").asString()));
		assertThat(this.locations).containsKeys("metadata", "identity");
	}

	private Http login() {
		return this.http.withToken(this.http.grant(this.locations.get("identity"), "grant_type=client_credentials")
			.json()
			.path("access_token")
			.asString());
	}

	private void followLinked(Http user, String first, List<String> refs) {
		for (String link = first; link != null;) {
			Http.Reply page = user.get(this.locations.get("metadata") + owned(link));
			refs.addAll(page.texts("assets", "ref"));
			link = page.meta().path("continue").asString(null);
		}
	}

	private static String owned(String link) {
		return link.matches(".*[?&]owner=.*") ? link : link + "&owner=testmock";
	}

}
