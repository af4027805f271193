package io.sequoia.core;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.sequoia.core.mapping.ResourceJson;
import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.TextRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Compares resources with the fields that a descriptor lists (docs/protocol.md, section
 * 3). Values without a rule are not read.
 */
final class DescriptorRules {

	/** The fields that the client or the server fills in. */
	private static final Set<String> IDENTITY = Set.of("ref", "owner", "name");

	private static final int MAX_DIGITS = 100;

	private final BiConsumer<String, String> violation;

	private DescriptorRules(BiConsumer<String, String> violation) {
		this.violation = violation;
	}

	/**
	 * Check a resource.
	 * @param resource the resource
	 * @param fields the fields of its collection
	 * @param violation takes the path and the message of each violation
	 */
	static void check(ResourceJson resource, Map<String, Field> fields, BiConsumer<String, String> violation) {
		DescriptorRules rules = new DescriptorRules(violation);
		fields.values().forEach((field) -> {
			if (!field.readOnly() && !PreparedResource.SERVER_FIELDS.contains(field.name())) {
				rules.check(resource, field);
			}
		});
	}

	private void check(ResourceJson resource, Field field) {
		if (!resource.holds(field.name())) {
			if (isMissed(field) && !IDENTITY.contains(field.name())) {
				this.violation.accept(field.name(), "is required");
			}
		}
		else if (field.array() || !isFree(field)) {
			try (JsonParser value = resource.parser(field.name())) {
				checkField(field.name(), value, value.nextToken(), field);
			}
		}
	}

	private static boolean isMissed(Field field) {
		return field.required() && !field.defaulted();
	}

	private static boolean isFree(Field field) {
		return field.text().isAny() && field.keys().isAny() && field.values().isEmpty() && field.fields().isEmpty();
	}

	private void checkField(String path, JsonParser value, JsonToken token, Field field) {
		if (field.array() && token != JsonToken.START_ARRAY) {
			this.violation.accept(path, "must be a list");
			value.skipChildren();
		}
		else if (isFree(field)) {
			value.skipChildren();
		}
		else {
			checkValue(path, value, token, field);
		}
	}

	/** Check a value, which may be a list even if the descriptor does not say so. */
	private void checkValue(String path, JsonParser value, JsonToken token, Field field) {
		if (token == JsonToken.START_ARRAY) {
			int i = 0;
			JsonToken element;
			while ((element = value.nextToken()) != JsonToken.END_ARRAY) {
				checkValue(path + "[" + i++ + "]", value, element, field);
			}
		}
		else if (token == JsonToken.START_OBJECT) {
			checkObject(path, value, field);
		}
		else if (token != JsonToken.VALUE_NULL && !field.keys().isAny()) {
			this.violation.accept(path, "must be an object of keys and values");
		}
		else {
			checkText(path, value, field.text());
		}
	}

	private void checkObject(String path, JsonParser object, Field field) {
		if (!field.text().isAny() && field.keys().isAny()) {
			this.violation.accept(path, "must be a single value, not an object");
		}
		List<String> missed = new ArrayList<>();
		field.fields().values().forEach((part) -> {
			if (isMissed(part) && !part.readOnly()) {
				missed.add(part.name());
			}
		});
		while (object.nextToken() == JsonToken.PROPERTY_NAME) {
			String key = object.currentName();
			if (object.nextToken() != JsonToken.VALUE_NULL) {
				missed.remove(key);
				checkEntry(path + "." + key, key, object, field);
			}
		}
		missed.forEach((name) -> this.violation.accept(path + "." + name, "is required"));
	}

	private void checkEntry(String path, String key, JsonParser value, Field field) {
		if (!field.keys().accepts(key)) {
			this.violation.accept(path, "is a key that " + field.keys().demand());
		}
		checkText(path, value, field.values().getOrDefault(key, TextRule.ANY));
		Field part = field.fields().get(key);
		if (part != null && !part.readOnly()) {
			checkField(path, value, value.currentToken(), part);
		}
		else {
			value.skipChildren();
		}
	}

	private void checkText(String path, JsonParser value, TextRule rule) {
		String text = rule.isAny() ? null : text(value);
		if (text != null && !rule.accepts(text)) {
			this.violation.accept(path,
					(text.isEmpty() && rule.values().isEmpty()) ? "must not be empty" : rule.demand());
		}
	}

	/**
	 * Return the written form of a value, or null if it is not certain: 2.0 in Java is 2
	 * in other languages.
	 */
	private static @Nullable String text(JsonParser value) {
		JsonToken token = value.currentToken();
		if (token.isNumeric()) {
			BigDecimal number = value.getDecimalValue();
			return (Math.abs((long) number.scale()) <= MAX_DIGITS) ? number.stripTrailingZeros().toPlainString() : null;
		}
		return (token == JsonToken.VALUE_STRING || token.isBoolean()) ? value.getString() : null;
	}

}
