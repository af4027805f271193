package io.sequoia.sandbox;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The catalogue at the start of a sandbox: films, series with seasons and episodes, their
 * categories, assets, offers and credits, and workflow profiles. It is made from {@code
 * catalogue.json} and is always the same.
 */
final class SeedCatalogue {

	private static final Instant FIRST = Instant.parse("2024-01-08T09:00:00Z");

	private static final Duration STEP = Duration.ofMinutes(37);

	private final Platform platform;

	private final String owner;

	private final JsonNode source = Json.resource("catalogue.json");

	private final Map<String, List<ObjectNode>> resources = new LinkedHashMap<>();

	private int count;

	SeedCatalogue(Platform platform) {
		this.platform = platform;
		this.owner = platform.owner();
	}

	void load() {
		addCategories();
		addPeople();
		this.source.path("offerTemplates")
			.forEach((template) -> add("offerTemplates", template.path("name").asString())
				.setAll((ObjectNode) template));
		this.source.path("movies").forEach(this::addMovie);
		this.source.path("series").forEach(this::addSeries);
		this.source.path("collections").forEach(this::addCollection);
		this.source.path("profiles")
			.forEach((profile) -> add("profiles", profile.path("name").asString()).put("active", true)
				.setAll((ObjectNode) profile));
		this.resources.forEach(this::store);
	}

	/** Store the catalogue's resources without a check, which a test makes instead. */
	private void store(String kind, List<ObjectNode> list) {
		ResourceSchema schema = this.platform.schema(kind.equals("profiles") ? "workflow" : "metadata", kind);
		this.platform.store().store(this.owner, schema, list, Loader.AUTHOR);
	}

	private void addCategories() {
		this.source.path("categories").forEach((row) -> {
			ObjectNode category = titled("categories", "genre-" + row.get(0).asString(), row.get(1).asString());
			category.put("scheme", "genre").put("value", row.get(0).asString());
			category.putObject("localisedTitle").put("es", row.get(2).asString());
		});
	}

	private void addPeople() {
		this.source.path("roles").forEach((role) -> titled("roles", slug(role.asString()), role.asString()));
		this.source.path("people").forEach((person) -> {
			String fullName = person.asString();
			int space = fullName.lastIndexOf(' ');
			add("people", slug(fullName)).put("fullName", fullName)
				.put("sortName", fullName.substring(space + 1) + ", " + fullName.substring(0, space));
		});
	}

	private void addMovie(JsonNode row) {
		int number = kind("contents").size();
		String title = row.get(0).asString();
		ObjectNode movie = content("movie", slug(title), title, row.get(1).asInt(), row.get(3).asString());
		movie.put("shortSynopsis", row.get(4).asString());
		movie.put("duration", Duration.ofMinutes(row.get(2).asInt()).toString());
		movie.putObject("ratings").put("BBFC", List.of("U", "PG", "12", "15", "18").get(number % 5));
		movie.putObject("alternativeIdentifiers").put("isan", "SBX-%04d".formatted(number + 1));
		movie.putObject("scores").put("popularity", 100 - number % 100);
		if (row.size() > 5) {
			movie.putObject("localisedTitle").put("es", row.get(5).asString());
		}
		if (number % 17 == 16) {
			movie.put("active", false);
		}
		availability(movie, number, row.get(1).asInt());
		image(movie);
		video(movie, "main", row.get(2).asInt());
		if (number % 3 == 0) {
			video(movie, "trailer", 2);
		}
		offers(movie, number);
		credits(movie, number, 4);
	}

	/** Set the availability: some titles have expired, others are not available yet. */
	private static void availability(ObjectNode movie, int number, int year) {
		if (number % 13 == 12) {
			movie.put("availabilityStartAt", "2099-01-01T00:00:00.000Z");
			return;
		}
		movie.put("availabilityStartAt", (year + 1) + "-01-01T00:00:00.000Z");
		if (number % 11 == 10) {
			movie.put("availabilityEndAt", "2025-01-01T00:00:00.000Z");
		}
	}

	private void addSeries(JsonNode row) {
		int number = kind("contents").size();
		String title = row.path("title").asString();
		int year = row.path("year").asInt();
		String genres = row.path("genres").asString();
		ObjectNode series = content("show", slug(title), title, year, genres);
		series.put("shortSynopsis", row.path("synopsis").asString());
		series.put("numberOfChildren", row.path("seasons").size());
		if (row.has("es")) {
			series.putObject("localisedTitle").put("es", row.path("es").asString());
		}
		image(series);
		offer(series, "ondemand", "subscription");
		credits(series, number, 3);
		int order = 0;
		for (JsonNode episodes : row.path("seasons")) {
			addSeason(series, ++order, year + order - 1, episodes);
		}
	}

	private void addSeason(ObjectNode series, int order, int year, JsonNode episodes) {
		String name = series.path("name").asString() + "-s" + order;
		ObjectNode season = content("season", name, series.path("title").asString() + ", season " + order, year, "");
		season.put("order", order).put("numberOfChildren", episodes.size()).put("parentRef", ref(series));
		image(season);
		int number = 0;
		for (JsonNode title : episodes) {
			number++;
			ObjectNode episode = content("episode", name + "e" + number, title.asString(), year, "");
			episode.put("order", number).put("parentRef", ref(season));
			episode.put("duration", Duration.ofMinutes(40 + (number * 7) % 20).toString());
			episode.put("firstAiredAt", ValueType
				.timestamp(LocalDate.of(year, 9, 1).plusWeeks(number).atTime(20, 15).toInstant(ZoneOffset.UTC)));
			image(episode);
			video(episode, "main", 40 + (number * 7) % 20);
		}
	}

	private void addCollection(JsonNode row) {
		String title = row.path("title").asString();
		ArrayNode members = titled("contents", slug(title), title).put("type", "collection")
			.put("active", true)
			.putArray("memberRefs");
		row.path("movies").forEach((movie) -> members.add(this.owner + ":" + slug(movie.asString())));
	}

	private ObjectNode content(String type, String name, String title, int year, String genres) {
		ObjectNode content = titled("contents", name, title).put("type", type)
			.put("releaseYear", year)
			.put("active", true);
		if (!genres.isEmpty()) {
			ArrayNode refs = content.putArray("categoryRefs");
			List.of(genres.split(",")).forEach((genre) -> refs.add(this.owner + ":genre-" + genre));
		}
		return content;
	}

	private void image(ObjectNode content) {
		asset(content, "poster", "image", "jpg").put("fileSize", 180_000).putArray("tags").add("usage:poster");
	}

	private void video(ObjectNode content, String usage, int minutes) {
		ObjectNode video = asset(content, usage, "video", "mp4");
		video.put("fileSize", minutes * 45_000_000L).putArray("tags").add("usage:" + usage);
		video.putObject("mediaInfo").put("bitrate", "main".equals(usage) ? 6_000 : 2_500);
	}

	private ObjectNode asset(ObjectNode content, String usage, String type, String format) {
		String name = content.path("name").asString() + "-" + usage;
		return titled("assets", name, content.path("title").asString() + ", " + usage).put("type", type)
			.put("fileFormat", format)
			.put("url", "https://media.example.com/" + type + "s/" + name + "." + format)
			.put("contentRef", ref(content));
	}

	private void offers(ObjectNode movie, int number) {
		if (number % 5 != 4) {
			offer(movie, "ondemand", List.of("rental", "purchase", "subscription").get(number % 3));
		}
		if (number % 4 == 1) {
			offer(movie, "linear", "subscription").put("premiere", number % 8 == 1);
		}
	}

	private ObjectNode offer(ObjectNode content, String type, String template) {
		ObjectNode offer = titled("offers", content.path("name").asString() + "-" + type,
				content.path("title").asString());
		offer.put("type", type).put("active", true).put("offerTemplateRef", this.owner + ":" + template);
		offer.put("descriptiveContentRef", ref(content)).putArray("scopeContentRefs").add(ref(content));
		if (template.equals("subscription")) {
			offer.putArray("subscriptionCodes").add("standard");
		}
		else {
			offer.putObject("price").put("EUR", template.equals("rental") ? 3.99 : 11.99);
		}
		return offer;
	}

	private void credits(ObjectNode content, int number, int size) {
		JsonNode people = this.source.path("people");
		JsonNode characters = this.source.path("characters");
		for (int i = 0; i < size; i++) {
			ObjectNode credit = add("credits", content.path("name").asString() + "-" + i).put("order", i);
			credit.put("contentRef", ref(content)).put("roleRef", this.owner + ((i == 0) ? ":director" : ":actor"));
			credit.put("personRef",
					this.owner + ":" + slug(people.get((number * 7 + i * 11) % people.size()).asString()));
			if (i > 0) {
				credit.put("characterName", characters.get((number * 5 + i) % characters.size()).asString());
			}
		}
	}

	private ObjectNode titled(String kind, String name, String title) {
		return add(kind, name).put("title", title);
	}

	private ObjectNode add(String kind, String name) {
		String time = ValueType.timestamp(FIRST.plus(STEP.multipliedBy(this.count++)));
		ObjectNode resource = Json.object().put("owner", this.owner).put("name", name);
		resource.put("createdAt", time).put("updatedAt", time);
		kind(kind).add(resource);
		return resource;
	}

	private List<ObjectNode> kind(String kind) {
		return this.resources.computeIfAbsent(kind, (key) -> new ArrayList<>());
	}

	private String ref(ObjectNode resource) {
		return this.owner + ":" + resource.path("name").asString();
	}

	private static String slug(String title) {
		return Normalizer.normalize(title, Normalizer.Form.NFD)
			.replaceAll("\\p{M}", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-|-$", "");
	}

}
