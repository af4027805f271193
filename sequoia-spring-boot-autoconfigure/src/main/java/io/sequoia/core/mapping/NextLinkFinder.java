package io.sequoia.core.mapping;

import java.util.Arrays;
import java.util.function.Consumer;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds the link to the next page in the first bytes of an answer, while the rest is
 * still in transit. It does not validate: a malformed answer is reported when the whole
 * is read. An object is used for one answer and is not thread-safe.
 */
@Internal
public final class NextLinkFinder {

	/**
	 * The number of bytes to search, enough for the {@code meta} of a page with many
	 * inclusions.
	 */
	private static final int MAX_LENGTH = 32 * 1024;

	private static final JsonFactory JSON = new JsonFactory();

	private final Consumer<String> announce;

	private byte[] beginning = {};

	private int length;

	/** The length at which it is worth to search again. */
	private int enough;

	private boolean done;

	/**
	 * Create the finder.
	 * @param announce takes the link, once, if there is one
	 */
	public NextLinkFinder(Consumer<String> announce) {
		this.announce = announce;
	}

	/**
	 * Search the next bytes of the answer, unless the search has ended.
	 * @param bytes the bytes
	 */
	public void look(byte[] bytes) {
		int wanted = Math.min(wanted(), bytes.length);
		if (wanted <= 0) {
			return;
		}
		if (this.length == 0) {
			// nearly always the only bytes that are needed, so they are not copied
			this.beginning = bytes;
		}
		else {
			if (this.beginning.length < this.length + wanted) {
				this.beginning = Arrays.copyOf(this.beginning, Math.max(this.length + wanted, 2 * this.length));
			}
			System.arraycopy(bytes, 0, this.beginning, this.length, wanted);
		}
		this.length += wanted;
		if (this.length < this.enough && wanted() > 0) {
			return;
		}
		// not for each of thousands of parts, as the search begins at the start
		this.enough = this.length + this.length / 8;
		String link = null;
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), this.beginning, 0, this.length)) {
			link = find(parser);
			this.done = true;
		}
		catch (UnexpectedEndOfInputException ex) {
			this.done = wanted() <= 0; // the next bytes may contain it
		}
		catch (JacksonException ex) {
			this.done = true; // reported when the whole answer is read
		}
		if (link != null) {
			this.announce.accept(link);
		}
	}

	private int wanted() {
		return this.done ? 0 : MAX_LENGTH - this.length;
	}

	private static @Nullable String find(JsonParser parser) {
		boolean meta = parser.nextToken() == JsonToken.START_OBJECT && "meta".equals(parser.nextName())
				&& parser.nextToken() == JsonToken.START_OBJECT;
		String next = null;
		String name;
		while (meta && (name = parser.nextName()) != null) {
			JsonToken value = parser.nextToken();
			boolean text = value == JsonToken.VALUE_STRING;
			if (text && name.equals("continue")) {
				return parser.getString();
			}
			if (text && name.equals("next")) {
				next = parser.getString();
			}
			parser.skipChildren();
		}
		return next;
	}

}
