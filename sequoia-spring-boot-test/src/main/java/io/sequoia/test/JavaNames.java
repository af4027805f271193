package io.sequoia.test;

import java.util.Set;

import javax.lang.model.SourceVersion;

import org.springframework.util.StringUtils;

/**
 * Makes names of Java from names of fields and resources.
 */
final class JavaNames {

	/** The simple names that the sources use for other types. */
	private static final Set<String> TAKEN = Set.of("BigDecimal", "Boolean", "Instant", "Integer", "JsonProperty",
			"Linked", "List", "Long", "Map", "NotNull", "Nullable", "Object", "Pattern", "PositiveOrZero", "Record",
			"Ref", "SequoiaResource", "Size", "String");

	/** The methods that every object has, which no component of a record may be named. */
	private static final Set<String> METHODS = Set.of("clone", "finalize", "getClass", "hashCode", "notify",
			"notifyAll", "toString", "wait");

	private JavaNames() {
	}

	static String type(String name) {
		String type = StringUtils.capitalize(identifier(name));
		return TAKEN.contains(type) ? type + "Resource" : type;
	}

	static String component(String name) {
		String component = identifier(name);
		return (SourceVersion.isKeyword(component) || METHODS.contains(component)) ? component + "_" : component;
	}

	private static String identifier(String name) {
		StringBuilder identifier = new StringBuilder();
		boolean upper = false;
		for (char c : name.toCharArray()) {
			if (!Character.isJavaIdentifierPart(c) || c == '$') {
				upper = !identifier.isEmpty();
			}
			else {
				if (identifier.isEmpty() && !Character.isJavaIdentifierStart(c)) {
					identifier.append('_');
				}
				identifier.append(upper ? Character.toUpperCase(c) : c);
				upper = false;
			}
		}
		return identifier.isEmpty() ? "_value" : identifier.toString();
	}

	/** Write a text as a literal. */
	static String literal(String text) {
		StringBuilder literal = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				literal.append('\\').append(c);
			}
			else if (c < ' ' || c > '~') {
				literal.append(String.format("\\u%04x", (int) c));
			}
			else {
				literal.append(c);
			}
		}
		return literal.append('"').toString();
	}

}
