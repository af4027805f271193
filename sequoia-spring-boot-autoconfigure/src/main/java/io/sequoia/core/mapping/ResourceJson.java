package io.sequoia.core.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import io.sequoia.Internal;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * A resource as the bytes of its JSON, with the places of its fields, so that fields can
 * be looked up, left out and added without a tree. It may be changed until it is handed
 * to other threads.
 */
@Internal
public final class ResourceJson {

	/** The room for what is put into a resource before it is sent. */
	static final int ROOM = 96;

	private static final JsonFactory JSON = PlatformJson.factory();

	private byte[] bytes;

	private int end;

	private String[] names;

	/** The first byte of each field, and the one behind its last. */
	private int[] places;

	private int count;

	private boolean whole;

	/**
	 * Create a resource.
	 * @param bytes its JSON, without space between values
	 * @param end the number of bytes in use
	 * @param names the names of its fields
	 * @param places the first byte of each field, and the one behind its last
	 * @param count the number of fields
	 * @param whole whether it contains all of the object that it was made of
	 */
	ResourceJson(byte[] bytes, int end, String[] names, int[] places, int count, boolean whole) {
		this.bytes = bytes;
		this.end = end;
		this.names = names;
		this.places = places;
		this.count = count;
		this.whole = whole;
	}

	/**
	 * Create a resource without fields.
	 * @return the resource
	 */
	public static ResourceJson empty() {
		return new ResourceJson(new byte[0], 0, new String[0], new int[0], 0, false);
	}

	/**
	 * Tell whether it contains all of the object that it was made of, and nothing else:
	 * no value was rounded, and nothing was put into it or removed.
	 * @return {@code true} if it does
	 */
	public boolean isWhole() {
		return this.whole;
	}

	/**
	 * Tell whether there is a field.
	 * @param name its name
	 * @return {@code true} if there is, even if it is {@code null}
	 */
	public boolean has(String name) {
		return indexOf(name) >= 0;
	}

	/**
	 * Tell whether there is a field with a value.
	 * @param name its name
	 * @return {@code true} if there is, and it is not {@code null}
	 */
	public boolean holds(String name) {
		int index = indexOf(name);
		return index >= 0 && this.bytes[start(index)] != 'n';
	}

	/**
	 * Return a parser for the value of a field.
	 * @param name the name of the field, which must be there
	 * @return the parser, before the first token of the value
	 */
	public JsonParser parser(String name) {
		int index = indexOf(name);
		int start = start(index);
		return JSON.createParser(ObjectReadContext.empty(), this.bytes, start, this.places[2 * index + 1] - start);
	}

	/**
	 * Tell whether a field is a text.
	 * @param name its name
	 * @return {@code true} if it is
	 */
	public boolean isString(String name) {
		int index = indexOf(name);
		return index >= 0 && this.bytes[start(index)] == '"';
	}

	private int indexOf(String name) {
		for (int i = 0; i < this.count; i++) {
			if (this.names[i].equals(name)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Return a single value as text.
	 * @param name the name of the field
	 * @return the text, number or boolean; {@code null} if it is absent or {@code null}
	 * @throws IllegalArgumentException if it is an object or a list
	 */
	public @Nullable String text(String name) {
		int index = indexOf(name);
		if (index < 0) {
			return null;
		}
		int start = start(index);
		int length = this.places[2 * index + 1] - start;
		if (isPlainText(start, length)) {
			return new String(this.bytes, start + 1, length - 2, StandardCharsets.US_ASCII);
		}
		try (JsonParser parser = parser(name)) {
			JsonToken token = parser.nextToken();
			if (!token.isScalarValue()) {
				throw new IllegalArgumentException("The resource's " + name + " is not a text: "
						+ Printable.of(new String(this.bytes, start, length, StandardCharsets.UTF_8)));
			}
			return (token != JsonToken.VALUE_NULL) ? parser.getString() : null;
		}
	}

	/** Find the value of a field, behind name and colon. */
	private int start(int index) {
		int at = this.places[2 * index] + 1;
		while (this.bytes[at] != '"') {
			at += (this.bytes[at] == '\\') ? 2 : 1;
		}
		return at + 2;
	}

	private boolean isPlainText(int start, int length) {
		for (int i = start; i < start + length; i++) {
			if (this.bytes[i] < 0 || this.bytes[i] == '\\') {
				return false;
			}
		}
		return this.bytes[start] == '"';
	}

	/**
	 * Set a field to a text.
	 * @param name the name of the field
	 * @param text the text
	 */
	public void put(String name, String text) {
		StringBuilder written = new StringBuilder();
		JsonStringEncoder.getInstance().quoteAsString(name, written.append('"'));
		JsonStringEncoder.getInstance().quoteAsString(text, written.append("\":\""));
		byte[] field = written.append('"').toString().getBytes(StandardCharsets.UTF_8);
		remove(name);
		if (this.end + field.length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, this.end + field.length + ROOM);
		}
		if (this.count == this.names.length) {
			this.names = Arrays.copyOf(this.names, this.count + 1);
			this.places = Arrays.copyOf(this.places, 2 * this.count + 2);
		}
		this.whole = false;
		System.arraycopy(field, 0, this.bytes, this.end, field.length);
		this.names[this.count] = name;
		this.places[2 * this.count] = this.end;
		this.end += field.length;
		this.places[2 * this.count + 1] = this.end;
		this.count++;
	}

	/**
	 * Remove a field, if there is one.
	 * @param name the name of the field
	 */
	public void remove(String name) {
		int index = indexOf(name);
		if (index >= 0) {
			this.whole = false;
			this.count--;
			System.arraycopy(this.names, index + 1, this.names, index, this.count - index);
			System.arraycopy(this.places, 2 * index + 2, this.places, 2 * index, 2 * (this.count - index));
		}
	}

	/**
	 * Create a view without some fields.
	 * @param omitted the names of the fields
	 * @return the view, which is this resource if it has none of them
	 */
	public ResourceJson without(Set<String> omitted) {
		if (!hasOneOf(omitted)) {
			return this;
		}
		ResourceJson view = new ResourceJson(this.bytes, this.end, this.names.clone(), this.places.clone(), this.count,
				false);
		omitted.forEach(view::remove);
		return view;
	}

	private boolean hasOneOf(Set<String> fields) {
		for (String field : fields) {
			if (has(field)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the length of its JSON.
	 * @return the number of bytes
	 */
	int length() {
		int length = 1 + Math.max(1, this.count); // brackets and commas
		for (int i = 0; i < this.count; i++) {
			length += this.places[2 * i + 1] - this.places[2 * i];
		}
		return length;
	}

	/**
	 * Write its JSON.
	 * @param target takes the bytes
	 * @param from the place of the first of them
	 * @return the place behind the last
	 */
	int writeTo(byte[] target, int from) {
		int at = from;
		target[at++] = '{';
		int field = 0;
		while (field < this.count) {
			int next = behindNeighbours(field);
			int start = this.places[2 * field];
			int length = this.places[2 * next - 1] - start;
			System.arraycopy(this.bytes, start, target, at, length);
			at += length;
			if (next < this.count) {
				target[at++] = ',';
			}
			field = next;
		}
		target[at++] = '}';
		return at;
	}

	/** Find the first field that does not follow its predecessor with a comma. */
	private int behindNeighbours(int field) {
		int next = field + 1;
		while (next < this.count && this.places[2 * next] == this.places[2 * next - 1] + 1
				&& this.bytes[this.places[2 * next - 1]] == ',') {
			next++;
		}
		return next;
	}

	/**
	 * Return its JSON.
	 * @return the bytes
	 */
	public byte[] toBytes() {
		byte[] json = new byte[length()];
		writeTo(json, 0);
		return json;
	}

	@Override
	public String toString() {
		return new String(toBytes(), StandardCharsets.UTF_8);
	}

}
