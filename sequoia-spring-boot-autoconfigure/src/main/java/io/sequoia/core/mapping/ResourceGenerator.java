package io.sequoia.core.mapping;

import java.io.OutputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a resource, notes the places of its fields, and finds what could not be read
 * again.
 */
final class ResourceGenerator extends JsonGeneratorDelegate {

	/**
	 * The largest depth of a resource: an included resource is three levels below the top
	 * of an answer.
	 */
	private static final int MAX_DEPTH = PlatformJson.MAX_DEPTH - 3;

	/** The largest object whose names are compared with each other. */
	private static final int MAX_COMPARED = 100;

	private final Output output;

	/** The names of all objects that are not closed, of the outermost first. */
	private String[] names = {};

	private int[] places = {};

	private int known;

	/** The index of the first name of the innermost object. */
	private int first;

	/** The same of the objects around it, by their depth. */
	private int[] outer = {};

	private int depth;

	private boolean object;

	private boolean repeated;

	private boolean rounded;

	private @Nullable String defect;

	private ResourceGenerator(JsonGenerator target, Output output) {
		super(target, false);
		this.output = output;
	}

	static ResourceGenerator of(JsonMapper mapper) {
		Output output = new Output();
		return new ResourceGenerator(mapper.createGenerator(output), output);
	}

	/**
	 * Convert a resource to JSON.
	 * @param mapper writes its values
	 * @param resource the resource
	 * @return its JSON
	 * @throws IllegalArgumentException if it cannot be converted to a JSON object that
	 * can be read again; this generator cannot be used any more then
	 */
	ResourceJson write(JsonMapper mapper, Object resource) {
		ResourceJson json = write(mapper, resource, true);
		// a tree has each name once
		return this.repeated ? write(mapper, mapper.readTree(json.toBytes()), false) : json;
	}

	private ResourceJson write(JsonMapper mapper, Object resource, boolean whole) {
		begin();
		try {
			mapper.writeValue(this, resource);
		}
		catch (JacksonException ex) {
			throw unwritable(resource, (this.defect != null) ? this.defect : ex.getOriginalMessage(), ex);
		}
		catch (StackOverflowError ex) {
			throw unwritable(resource, "it is nested too deeply, or contains itself", ex);
		}
		catch (LinkageError ex) {
			throw unwritable(resource, ex.toString(), ex);
		}
		if (this.defect != null) {
			throw unwritable(resource, this.defect, null);
		}
		if (!this.object) {
			throw new IllegalArgumentException(
					"A resource of type " + resource.getClass().getName() + " is not a JSON object");
		}
		return new ResourceJson(this.output.bytes, this.output.size, this.names, this.places, this.known,
				whole && !this.rounded);
	}

	/** Begin with a resource, which probably has as many fields as the one before. */
	private void begin() {
		int expected = Math.max(this.known, 4) + 2;
		this.names = new String[expected];
		this.places = new int[2 * expected];
		this.output.bytes = new byte[0];
		this.output.size = 0;
		this.known = 0;
		this.object = false;
		this.repeated = false;
		this.rounded = false;
	}

	private static IllegalArgumentException unwritable(Object resource, String reason, @Nullable Throwable cause) {
		return new IllegalArgumentException(
				"A resource of type " + resource.getClass().getName() + " cannot be turned into JSON: " + reason,
				cause);
	}

	/** Note that a value is written that will not be the same when it is read. */
	void round() {
		this.rounded = true;
	}

	@Override
	public JsonGenerator writeStartArray() {
		open();
		return super.writeStartArray();
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value) {
		open();
		return super.writeStartArray(value);
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object value, int size) {
		open();
		return super.writeStartArray(value, size);
	}

	@Override
	public JsonGenerator writeEndArray() {
		this.depth--;
		return super.writeEndArray();
	}

	@Override
	public JsonGenerator writeStartObject() {
		openObject();
		return super.writeStartObject();
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value) {
		openObject();
		return super.writeStartObject(value);
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object value, int size) {
		openObject();
		return super.writeStartObject(value, size);
	}

	@Override
	public JsonGenerator writeEndObject() {
		if (this.depth == 1) {
			endField(place());
		}
		else {
			this.known = this.first;
			this.first = this.outer[this.depth];
		}
		this.depth--;
		return super.writeEndObject();
	}

	@Override
	public JsonGenerator writeName(String name) {
		begin(name);
		return super.writeName(name);
	}

	@Override
	public JsonGenerator writeName(SerializableString name) {
		begin(name.getValue());
		return super.writeName(name);
	}

	@Override
	public JsonGenerator writePropertyId(long id) {
		begin(Long.toString(id));
		return super.writePropertyId(id);
	}

	@Override
	public JsonGenerator writeNumber(double number) {
		check(number);
		return super.writeNumber(number);
	}

	@Override
	public JsonGenerator writeNumber(float number) {
		check(number);
		return super.writeNumber(number);
	}

	@Override
	public JsonGenerator writeArray(double[] numbers, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			check(numbers[i]);
		}
		return super.writeArray(numbers, offset, length);
	}

	private void check(double number) {
		if (!Double.isFinite(number) && this.defect == null) {
			this.defect = "JSON has no number " + number;
		}
	}

	private void open() {
		this.depth++;
		if (this.depth > MAX_DEPTH && this.defect == null) {
			this.defect = "it is nested more than " + MAX_DEPTH + " levels deep";
		}
	}

	private void openObject() {
		open();
		if (this.depth == 1) {
			this.object = true;
			return;
		}
		if (this.depth >= this.outer.length) {
			this.outer = Arrays.copyOf(this.outer, this.depth + 4);
		}
		this.outer[this.depth] = this.first;
		this.first = this.known;
	}

	private void begin(String name) {
		this.repeated = this.repeated || this.known - this.first > MAX_COMPARED || isKnown(name);
		if (this.known == this.names.length) {
			this.names = Arrays.copyOf(this.names, 2 * this.known);
			this.places = Arrays.copyOf(this.places, 4 * this.known);
		}
		if (this.depth == 1) {
			int place = place();
			endField(place);
			this.places[2 * this.known] = (this.known > 0) ? place + 1 : place; // a comma
		}
		this.names[this.known++] = name;
	}

	private boolean isKnown(String name) {
		int hash = name.hashCode();
		for (int i = this.first; i < this.known; i++) {
			if (this.names[i].hashCode() == hash && this.names[i].equals(name)) {
				return true;
			}
		}
		return false;
	}

	private void endField(int place) {
		if (this.known > 0) {
			this.places[2 * this.known - 1] = place;
		}
	}

	private int place() {
		return this.output.size + streamWriteOutputBuffered();
	}

	/**
	 * Takes the bytes, and leaves room behind them.
	 */
	private static final class Output extends OutputStream {

		private byte[] bytes = {};

		private int size;

		@Override
		public void write(int one) {
			write(new byte[] { (byte) one }, 0, 1);
		}

		@Override
		public void write(byte[] source, int offset, int length) {
			int needed = this.size + length;
			if (needed > this.bytes.length) {
				// most resources are written in one piece
				int room = (this.size == 0) ? needed : 2 * needed;
				this.bytes = Arrays.copyOf(this.bytes, room + ResourceJson.ROOM);
			}
			System.arraycopy(source, offset, this.bytes, this.size, length);
			this.size = needed;
		}

	}

}
