package io.sequoia.core.mapping;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.Internal;
import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Reads and writes the envelopes of data services. Each resource is decoded once,
 * directly to its type. Thread-safe.
 */
@Internal
public final class ResourceMapper {

	private final JsonMapper json;

	private final ObjectReader nodes;

	private final Map<ResolvableType, ObjectReader> readers = new ConcurrentReferenceHashMap<>();

	private final UnknownFieldNames unknownFields;

	private final Map<ResolvableType, Boolean> writtenWhole = new ConcurrentReferenceHashMap<>();

	private final Map<ResolvableType, List<LinkedProperty>> linkedProperties = new ConcurrentReferenceHashMap<>();

	/**
	 * Create a mapper.
	 * @param application the mapper for the application's own JSON, which is not changed:
	 * its modules, mix-ins and subtypes are used, its settings are not
	 */
	public ResourceMapper(JsonMapper application) {
		this.json = PlatformJson.of(application);
		this.nodes = reader(this.json.constructType(JsonNode.class));
		this.unknownFields = new UnknownFieldNames(this.json);
	}

	/**
	 * Return a mapper without an application, which knows the annotations of types.
	 * @return the mapper
	 */
	public static ResourceMapper plain() {
		return Plain.MAPPER;
	}

	/**
	 * Convert a value to its form in criteria, which is its form in stored resources.
	 * @param value the value
	 * @return the text, number or boolean that JSON has for an enum constant; any other
	 * value unchanged
	 */
	public Object operand(Object value) {
		if (!(value instanceof Enum<?>)) {
			return value;
		}
		JsonNode written = this.json.valueToTree(value);
		return written.isString() ? written.stringValue()
				: written.isNumber() ? written.numberValue() : written.isBoolean() ? written.booleanValue() : value;
	}

	/**
	 * Return the mapper for single values.
	 * @return the mapper
	 */
	public JsonMapper json() {
		return this.json;
	}

	/**
	 * Convert a resource to JSON, without properties that are {@code null} or linked.
	 * @param resource the resource
	 * @return its JSON
	 * @throws IllegalArgumentException if it cannot be converted to a JSON object
	 */
	public ResourceJson serialize(Object resource) {
		try (ResourceSerializer serializer = serializer()) {
			return serializer.serialize(resource);
		}
	}

	/**
	 * Create a serializer for many resources, which converts them like
	 * {@link #serialize}.
	 * @return the serializer, for one thread at a time
	 */
	public ResourceSerializer serializer() {
		return new ResourceSerializer(this.json);
	}

	/**
	 * Convert a resource to JSON like {@link #serialize}.
	 * @param resource the resource
	 * @return its JSON as a tree
	 * @throws IllegalArgumentException if it cannot be converted to a JSON object
	 */
	public ObjectNode write(Object resource) {
		return tree(serialize(resource));
	}

	/**
	 * Return JSON as a tree.
	 * @param resource the JSON of a resource
	 * @return the tree
	 */
	public ObjectNode tree(ResourceJson resource) {
		return this.nodes.readValue(resource.toBytes());
	}

	/**
	 * Return the properties of a type for included resources.
	 * @param type the type
	 * @return the properties; empty if it has none
	 */
	public List<LinkedProperty> linkedProperties(ResolvableType type) {
		return this.linkedProperties.computeIfAbsent(type,
				(unknown) -> properties(type).stream()
					.flatMap((property) -> Stream.ofNullable(linked(property)))
					.toList());
	}

	/**
	 * Tell whether reading what was written of a resource gives an equal one, as it is a
	 * record of which all properties are read and written.
	 * @param type the type of the resource
	 * @return {@code true} if it does; {@code false} if that is not certain
	 */
	public boolean isWrittenWhole(ResolvableType type) {
		return this.writtenWhole.computeIfAbsent(type,
				(unknown) -> new LosslessTypes(this.json).contain(javaType(unknown)));
	}

	/**
	 * Return the names of a type's properties in JSON.
	 * @param type the type
	 * @return the names in JSON by the names in Java
	 */
	public Map<String, String> fieldNames(ResolvableType type) {
		Map<String, String> names = new LinkedHashMap<>();
		properties(type).forEach((property) -> names.put(property.getInternalName(), property.getName()));
		return names;
	}

	private List<BeanPropertyDefinition> properties(ResolvableType type) {
		JavaType introspected = javaType(type);
		ClassIntrospector introspector = this.json.deserializationConfig().classIntrospectorInstance();
		return introspector
			.introspectForDeserialization(introspected, introspector.introspectClassAnnotations(introspected))
			.findProperties();
	}

	private static @Nullable LinkedProperty linked(BeanPropertyDefinition property) {
		Linked linked = property.getPrimaryMember().getAnnotation(Linked.class);
		if (linked == null) {
			return null;
		}
		JavaType type = property.getPrimaryType();
		return new LinkedProperty(linked.value(), property.getName(),
				type.isCollectionLikeType() || type.isArrayType());
	}

	/**
	 * Convert JSON to a resource.
	 * @param node the JSON
	 * @param type the type of the resource
	 * @param at its place in the answer, for failures
	 * @param details the details of the call
	 * @param <T> the type
	 * @return the resource
	 * @throws MalformedResponseException if the JSON does not fit the type
	 */
	public <T> T read(JsonNode node, ResolvableType type, String at, Details details) {
		try {
			return this.json.treeToValue(node, javaType(type));
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			throw Malformed.at(at, ex, details);
		}
	}

	/**
	 * Convert the JSON of a resource to a resource.
	 * @param resource the JSON
	 * @param type the type of the resource
	 * @param details the details of the call
	 * @param <T> the type
	 * @return the resource
	 * @throws MalformedResponseException if the JSON does not fit the type
	 */
	public <T> T read(ResourceJson resource, ResolvableType type, Details details) {
		try {
			return this.json.readValue(resource.toBytes(), javaType(type));
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			throw Malformed.at("", ex, details);
		}
	}

	/**
	 * Read an answer that is not an envelope.
	 * @param body the answer's body
	 * @param type the type of the result
	 * @param details the details of the call
	 * @param <T> the type
	 * @return the result, {@code null} for the JSON {@code null}
	 * @throws MalformedResponseException if the body is not JSON or does not fit the type
	 */
	public <T> @Nullable T read(byte[] body, ResolvableType type, Details details) {
		try {
			return this.json.readValue(body, javaType(type));
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			throw Malformed.at("", ex, details);
		}
	}

	/**
	 * Wrap resources for a request.
	 * @param collection the key of the collection
	 * @param resources the resources
	 * @return the body
	 */
	public byte[] envelope(String collection, List<ResourceJson> resources) {
		byte[] begin = this.json.writeValueAsBytes(Map.of(collection, List.of()));
		int length = begin.length + Math.max(0, resources.size() - 1);
		for (ResourceJson resource : resources) {
			length += resource.length();
		}
		byte[] body = Arrays.copyOf(begin, length);
		int at = begin.length - 2;
		for (int i = 0; i < resources.size(); i++) {
			if (i > 0) {
				body[at++] = ',';
			}
			at = resources.get(i).writeTo(body, at);
		}
		body[at++] = ']';
		body[at] = '}';
		return body;
	}

	/**
	 * Read an answer.
	 * @param body the answer's body, in the parts in which it came
	 * @param collection the key of the collection
	 * @param type the type of the resources
	 * @param required whether the collection must be present
	 * @param details the details of the call, for failures
	 * @param <T> the type of the resources
	 * @return the envelope
	 * @throws MalformedResponseException if the body is not JSON or not of the protocol's
	 * shape; the message names the place
	 */
	public <T> Envelope<T> read(List<byte[]> body, String collection, ResolvableType type, boolean required,
			Details details) {
		ObjectReader reader = this.readers.computeIfAbsent(type, (unknown) -> reader(javaType(unknown)));
		try (JsonParser parser = parser(reader, body)) {
			Envelope<T> envelope = new EnvelopeReader<T>(parser, reader, this.nodes, collection, details)
				.read(required);
			this.unknownFields.learn(type, envelope.resources(), () -> resources(body, collection));
			return envelope;
		}
		catch (JacksonException | LinkageError ex) {
			throw Malformed.at("", ex, details);
		}
	}

	private List<JsonNode> resources(List<byte[]> body, String collection) {
		try (JsonParser parser = parser(this.nodes, body)) {
			JsonNode envelope = this.nodes.readValue(parser);
			return List.copyOf(envelope.path(collection).values());
		}
	}

	/**
	 * Read the parts one after the other, since joining them would copy each large page.
	 */
	private static JsonParser parser(ObjectReader reader, List<byte[]> body) {
		return (body.size() == 1) ? reader.createParser(body.get(0)) : reader.createParser(new SequenceInputStream(
				Collections.enumeration(body.stream().map(ByteArrayInputStream::new).toList())));
	}

	/**
	 * Return the fields that the server has sent and that a type does not have. They are
	 * known after the first answers.
	 * @param type the type
	 * @return the paths of the fields, such as {@code custom} or {@code ratings.BBFC}
	 */
	public Collection<String> unknownFields(ResolvableType type) {
		return this.unknownFields.of(type);
	}

	/**
	 * Apply a change of a resource to the JSON that it was read from. Fields that the
	 * type does not have are kept.
	 * @param read the JSON that the resource was read from
	 * @param before the resource as JSON before the change
	 * @param after the resource as JSON after the change
	 * @return the JSON with the change
	 */
	public ObjectNode merge(ObjectNode read, ObjectNode before, ObjectNode after) {
		return ResourceChange.merge(read, before, after);
	}

	// the values of an envelope are followed by its other properties
	private ObjectReader reader(JavaType type) {
		return this.json.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	private JavaType javaType(ResolvableType type) {
		return this.json.constructType(type.getType());
	}

	/** Holds the mapper, which is created when it is first needed. */
	private static final class Plain {

		static final ResourceMapper MAPPER = new ResourceMapper(JsonMapper.shared());

	}

}
