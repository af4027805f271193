package io.sequoia.core.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Reads and writes the envelopes of data services. Each resource is decoded once,
 * straight to its type. Thread-safe.
 */
public final class ResourceMapper {

	private static final int MAX_DEPTH = 64;

	private static final JsonFactory LIMITED = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
		.build();

	private final JsonMapper json;

	private final ObjectReader nodes;

	private final Map<ResolvableType, ObjectReader> readers = new ConcurrentReferenceHashMap<>();

	private final Map<ResolvableType, List<LinkedProperty>> linkedProperties = new ConcurrentReferenceHashMap<>();

	/**
	 * Create a mapper.
	 * @param builder what the mapper for the platform's JSON is built from; the
	 * application's modules stay in use, while names, dates and absent values follow the
	 * protocol
	 */
	public ResourceMapper(JsonMapper.Builder builder) {
		this.json = builder.addModule(new SequoiaJacksonModule())
			.deactivateDefaultTyping()
			.propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
			.changeDefaultPropertyInclusion((inclusion) -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
					JsonInclude.Include.ALWAYS))
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.UNWRAP_ROOT_VALUE,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.build();
		this.nodes = reader(this.json.constructType(JsonNode.class));
	}

	/**
	 * The mapper for single values.
	 * @return the mapper
	 */
	public JsonMapper json() {
		return this.json;
	}

	/**
	 * Turn a resource into JSON. What is {@code null} or linked is left out.
	 * @param resource the resource
	 * @return its JSON
	 * @throws IllegalArgumentException if it cannot be turned into a JSON object
	 */
	public ObjectNode write(Object resource) {
		JsonNode node;
		try {
			node = this.json.valueToTree(resource);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A resource of type " + resource.getClass().getName()
					+ " cannot be turned into JSON: " + ex.getOriginalMessage(), ex);
		}
		if (node instanceof ObjectNode object) {
			return object;
		}
		throw new IllegalArgumentException(
				"A resource of type " + resource.getClass().getName() + " is not a JSON object");
	}

	/**
	 * The properties of a type that hold included resources.
	 * @param type the type
	 * @return the properties; none for a type without any
	 */
	public List<LinkedProperty> linkedProperties(ResolvableType type) {
		return this.linkedProperties.computeIfAbsent(type,
				(unknown) -> properties(type).stream()
					.flatMap((property) -> Stream.ofNullable(linked(property)))
					.toList());
	}

	/**
	 * The names that the properties of a type have in JSON.
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
	 * Turn JSON into a resource.
	 * @param node the JSON
	 * @param type the type of the resource
	 * @param at where in the answer it stands, for failures
	 * @param details what is known about the call
	 * @param <T> the type
	 * @return the resource
	 * @throws MalformedResponseException if the JSON does not fit the type
	 */
	public <T> T read(JsonNode node, ResolvableType type, String at, Details details) {
		try {
			return this.json.treeToValue(node, javaType(type));
		}
		catch (JacksonException ex) {
			throw malformed(at, ex, details);
		}
	}

	/**
	 * Wrap resources for a request.
	 * @param collection the key of the collection
	 * @param resources the resources
	 * @return the body
	 */
	public byte[] envelope(String collection, List<ObjectNode> resources) {
		ObjectNode envelope = this.json.createObjectNode();
		ArrayNode array = envelope.putArray(collection);
		resources.forEach(array::add);
		return this.json.writeValueAsBytes(envelope);
	}

	/**
	 * Read an answer.
	 * @param body the answer's body
	 * @param collection the key of the collection
	 * @param type the type of the resources
	 * @param required whether the collection must be there
	 * @param details what is known about the call, for failures
	 * @param <T> the type of the resources
	 * @return the envelope
	 * @throws MalformedResponseException if the body is not JSON or not of the protocol's
	 * shape; the message names the place
	 */
	public <T> Envelope<T> read(byte[] body, String collection, ResolvableType type, boolean required,
			Details details) {
		ObjectReader reader = this.readers.computeIfAbsent(type, (unknown) -> reader(javaType(unknown)));
		try (JsonParser parser = LIMITED.createParser(ObjectReadContext.empty(), body)) {
			return new EnvelopeReader<T>(parser, reader, this.nodes, collection, details).read(required);
		}
		catch (JacksonException ex) {
			throw malformed("", ex, details);
		}
	}

	// the values of an envelope are followed by its other properties
	private ObjectReader reader(JavaType type) {
		return this.json.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	private JavaType javaType(ResolvableType type) {
		return this.json.constructType(type.getType());
	}

	private static MalformedResponseException malformed(String at, JacksonException cause, Details details) {
		StringBuilder path = new StringBuilder(at);
		for (JacksonException.Reference reference : cause.getPath()) {
			if (reference.getPropertyName() != null) {
				path.append(path.isEmpty() ? "" : ".").append(Printable.of(reference.getPropertyName()));
			}
			else if (reference.getIndex() >= 0) {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return malformed((path.isEmpty() ? "is not the JSON that was expected" : "does not fit at " + path) + " ("
				+ Printable.of(firstLine(cause.getOriginalMessage()), 300) + ")", details, cause);
	}

	private static MalformedResponseException malformed(String what, Details details, @Nullable Throwable cause) {
		String from = (details.resource() != null) ? details.service() + "/" + details.resource() : details.service();
		return new MalformedResponseException("The answer of " + from + " " + what, details, cause);
	}

	private static String firstLine(String message) {
		int end = message.indexOf('\n');
		return (end < 0) ? message : message.substring(0, end);
	}

	/** Reads one envelope from front to back. */
	private static final class EnvelopeReader<T> {

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
				throw malformed("is empty", this.details, null);
			}
			require(first, JsonToken.START_OBJECT, () -> "is not a JSON object");
			while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
				readProperty(this.parser.currentName());
			}
			if (this.parser.nextToken() != null) {
				throw malformed("goes on after its end", this.details, null);
			}
			if (this.resources == null) {
				if (required) {
					throw malformed("has no '" + this.collection + "'", this.details, null);
				}
				this.resources = List.of();
			}
			return new Envelope<>(this.meta, this.resources, this.linked);
		}

		private void readProperty(String name) {
			JsonToken value = this.parser.nextToken();
			if (name.equals(this.collection)) {
				if (this.resources != null) {
					throw malformed("has '" + name + "' twice", this.details, null);
				}
				require(value, JsonToken.START_ARRAY, () -> "has no list in '" + name + "'");
				this.resources = readResources();
			}
			else if (name.equals("meta")) {
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
				throw malformed("does not fit: " + ex.getMessage(), this.details, ex);
			}
		}

		private List<T> readResources() {
			List<T> read = new ArrayList<>();
			// past the start of the list, which would be the first value
			this.parser.clearCurrentToken();
			MappingIterator<T> values = this.reader.readValues(this.parser);
			while (values.hasNextValue()) {
				require(this.parser.currentToken(), JsonToken.START_OBJECT, () -> "has no object at " + at(read));
				try {
					read.add(values.nextValue());
				}
				catch (JacksonException ex) {
					throw malformed(at(read), ex, this.details);
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
				require(this.parser.nextToken(), JsonToken.START_ARRAY,
						() -> "has no list in linked." + Printable.of(relationship));
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
				throw malformed(otherwise.get(), this.details, null);
			}
		}

	}

}
