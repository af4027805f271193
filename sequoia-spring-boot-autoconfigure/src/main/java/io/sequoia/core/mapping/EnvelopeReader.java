package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;

/**
 * Reads one envelope from front to back.
 *
 * @param <T> the type of its resources
 */
final class EnvelopeReader<T> {

	private final JsonParser parser;

	private final ObjectReader reader;

	private final ObjectReader nodes;

	private final String collection;

	private final Details details;

	private PageMeta meta = PageMeta.NONE;

	private @Nullable List<T> resources;

	private Map<String, List<JsonNode>> linked = Map.of();

	EnvelopeReader(JsonParser parser, ObjectReader reader, ObjectReader nodes, String collection, Details details) {
		this.parser = parser;
		this.reader = reader;
		this.nodes = nodes;
		this.collection = collection;
		this.details = details;
	}

	Envelope<T> read(boolean required) {
		JsonToken first = this.parser.nextToken();
		if (first == null) {
			throw Malformed.because("is empty", this.details, null);
		}
		require(first, JsonToken.START_OBJECT, () -> "is not a JSON object");
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			readProperty(this.parser.currentName());
		}
		if (this.parser.nextToken() != null) {
			throw Malformed.because("has more content after its end", this.details, null);
		}
		if (this.resources == null) {
			if (required) {
				throw Malformed.because("has no '" + this.collection + "'", this.details, null);
			}
			this.resources = List.of();
		}
		return new Envelope<>(this.meta, this.resources, this.linked);
	}

	private void readProperty(String name) {
		JsonToken value = this.parser.nextToken();
		if (name.equals(this.collection)) {
			if (this.resources != null) {
				throw Malformed.because("has '" + name + "' twice", this.details, null);
			}
			require(value, JsonToken.START_ARRAY, () -> "has no list in '" + name + "'");
			this.resources = readResources();
		}
		else if (name.equals("meta") && value != JsonToken.VALUE_NULL) {
			this.meta = readMeta();
		}
		else if (name.equals("linked") && value == JsonToken.START_OBJECT) {
			this.linked = readLinked();
		}
		else {
			this.parser.skipChildren();
		}
	}

	private PageMeta readMeta() {
		try {
			return PageMeta.of(this.nodes.readValue(this.parser));
		}
		catch (IllegalArgumentException ex) {
			throw Malformed.because("does not fit: " + ex.getMessage(), this.details, ex);
		}
	}

	private List<T> readResources() {
		List<T> read = new ArrayList<>();
		// not the start of the list, which would be taken for the first value
		this.parser.clearCurrentToken();
		MappingIterator<T> values = this.reader.readValues(this.parser);
		while (values.hasNextValue()) {
			require(this.parser.currentToken(), JsonToken.START_OBJECT, () -> "has no object at " + at(read));
			try {
				read.add(values.nextValue());
			}
			catch (RuntimeException | StackOverflowError | LinkageError ex) {
				throw Malformed.at(at(read), ex, this.details);
			}
		}
		return read;
	}

	private String at(List<T> read) {
		return this.collection + "[" + read.size() + "]";
	}

	private Map<String, List<JsonNode>> readLinked() {
		Map<String, List<JsonNode>> relationships = new LinkedHashMap<>();
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String relationship = this.parser.currentName();
			JsonToken value = this.parser.nextToken();
			if (value == JsonToken.VALUE_NULL) {
				continue;
			}
			require(value, JsonToken.START_ARRAY, () -> "has no list in linked." + Printable.of(relationship));
			List<JsonNode> read = new ArrayList<>();
			JsonToken token;
			while ((token = this.parser.nextToken()) != JsonToken.END_ARRAY) {
				require(token, JsonToken.START_OBJECT,
						() -> "has no object at linked." + Printable.of(relationship) + "[" + read.size() + "]");
				read.add(this.nodes.readValue(this.parser));
			}
			relationships.put(relationship, read);
		}
		return relationships;
	}

	private void require(@Nullable JsonToken token, JsonToken expected, Supplier<String> otherwise) {
		if (token != expected) {
			throw Malformed.because(otherwise.get(), this.details, null);
		}
	}

}
