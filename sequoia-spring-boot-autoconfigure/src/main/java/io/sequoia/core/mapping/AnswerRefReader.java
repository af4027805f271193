package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads only the references of the resources in an answer, of any type (docs/protocol.md,
 * section 4).
 */
@Internal
public final class AnswerRefReader {

	private static final JsonFactory JSON = new JsonFactory();

	private AnswerRefReader() {
	}

	/**
	 * Read the references of the main resources.
	 * @param body the answer's body
	 * @param collection the key of the collection
	 * @return the reference of each resource in the answer's order, {@code null} for one
	 * that has neither a ref nor owner and name; empty if the body is not an envelope,
	 * which others report
	 */
	public static List<@Nullable String> of(byte[] body, String collection) {
		List<@Nullable String> refs = new ArrayList<>();
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return refs;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean main = parser.currentName().equals(collection);
				if (parser.nextToken() == JsonToken.START_ARRAY && main) {
					readInto(refs, parser);
					return refs;
				}
				parser.skipChildren();
			}
			return refs;
		}
		catch (JacksonException ex) {
			return refs; // reported when the resources are read
		}
	}

	private static void readInto(List<@Nullable String> refs, JsonParser parser) {
		JsonToken token;
		while ((token = parser.nextToken()) != JsonToken.END_ARRAY && token != null) {
			refs.add((token == JsonToken.START_OBJECT) ? ref(parser) : null);
		}
	}

	private static @Nullable String ref(JsonParser parser) {
		String ref = null;
		String owner = null;
		String name = null;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = parser.currentName();
			String text = (parser.nextToken() == JsonToken.VALUE_STRING) ? parser.getString() : null;
			if (property.equals("ref")) {
				ref = text;
			}
			else if (property.equals("owner")) {
				owner = text;
			}
			else if (property.equals("name")) {
				name = text;
			}
			else {
				parser.skipChildren();
			}
		}
		return (ref != null || owner == null || name == null) ? ref : owner + ":" + name;
	}

}
