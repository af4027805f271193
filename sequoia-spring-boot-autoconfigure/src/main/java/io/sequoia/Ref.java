package io.sequoia;

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The reference of a resource: the tenant that owns it and its name, written {@code
 * owner:name} (docs/protocol.md, section 4). In JSON a reference is that string.
 *
 * @param owner the tenant, of the characters {@code [a-zA-Z0-9_-]}
 * @param name the name within the tenant, of the same characters
 */
public record Ref(String owner, String name) implements Serializable {

	private static final int MAX_LENGTH = 512;

	/**
	 * Checks both parts.
	 * @throws IllegalArgumentException if a part is {@code null}, empty, longer than 512
	 * characters or holds another character than {@code [a-zA-Z0-9_-]}
	 */
	@JsonCreator(mode = JsonCreator.Mode.DISABLED)
	public Ref {
		requirePart("owner", owner);
		requirePart("name", name);
	}

	/**
	 * Make a reference of its two parts.
	 * @param owner the tenant
	 * @param name the name within the tenant
	 * @return the reference
	 * @throws IllegalArgumentException if a part does not have the form that a reference
	 * needs
	 */
	public static Ref of(String owner, String name) {
		return new Ref(owner, name);
	}

	/**
	 * Read a reference from its written form.
	 * @param ref the written form, {@code owner:name}
	 * @return the reference
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static Ref parse(String ref) {
		if (ref == null) {
			throw new IllegalArgumentException("A reference must not be null; write it as 'owner:name'");
		}
		int colon = ref.indexOf(':');
		if (colon < 0) {
			throw new IllegalArgumentException(
					"'" + Printable.of(ref) + "' is not a reference: it has no ':'; write it as 'owner:name'");
		}
		return new Ref(ref.substring(0, colon), ref.substring(colon + 1));
	}

	/**
	 * Read a reference from its written form, as {@link #parse} does: the name by which
	 * converters find it, so that a {@code Ref} can be a path variable, a parameter or a
	 * configured value.
	 * @param ref the written form, {@code owner:name}
	 * @return the reference
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static Ref valueOf(String ref) {
		return parse(ref);
	}

	/**
	 * Tell whether a text can be an owner or a name.
	 * @param part the text
	 * @return {@code true} if it is not empty, has at most 512 characters and consists of
	 * {@code [a-zA-Z0-9_-]} only
	 */
	public static boolean isPart(String part) {
		if (part.isEmpty() || part.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < part.length(); i++) {
			if (!isPartCharacter(part.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The written form.
	 * @return {@code owner:name}
	 */
	@Override
	@JsonValue
	public String toString() {
		return this.owner + ":" + this.name;
	}

	private static void requirePart(String argument, String part) {
		if (part == null) {
			throw new IllegalArgumentException("The " + argument + " of a reference must not be null");
		}
		if (!isPart(part)) {
			throw new IllegalArgumentException("'" + Printable.of(part) + "' cannot be the " + argument
					+ " of a reference: use 1 to " + MAX_LENGTH + " of the characters a-z, A-Z, 0-9, '_' and '-'");
		}
	}

	private static boolean isPartCharacter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
	}

}
