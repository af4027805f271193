package io.sequoia.autoconfigure;

import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.sequoia.NameSuggestions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * Knows every key below {@code sequoia}, from the types that Spring Boot binds the keys
 * to.
 */
final class SettingKeys {

	/** The prefix of all keys. */
	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("sequoia");

	private static final ResolvableType PROPERTIES = ResolvableType.forClass(SequoiaProperties.class);

	private static final ConfigurationPropertyName CLIENTS = ROOT.append("clients");

	/** The number of elements before a key of a named client. */
	private static final int OF_CLIENT = 3;

	private static final int SHORT = 4;

	private SettingKeys() {
	}

	/**
	 * Find the type of a key's value.
	 * @param name the key, in any of the forms that Spring Boot accepts
	 * @return a type such as {@link Duration}, or that of a group of keys; {@code null}
	 * if there is no such key
	 */
	static @Nullable Class<?> typeOf(ConfigurationPropertyName name) {
		if (isOfApplication(name)) {
			return null;
		}
		ResolvableType type = PROPERTIES;
		for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			ResolvableType inner = inner(type, name, i);
			if (inner == null) {
				return null;
			}
			if (isMap(type) && !isGroup(inner)) {
				// the rest is a name in the map, which may contain dots
				return inner.toClass();
			}
			type = inner;
		}
		return type.toClass();
	}

	/**
	 * Tell whether a named client has a key that belongs to the application as a whole.
	 */
	private static boolean isOfApplication(ConfigurationPropertyName name) {
		return isOfClient(name) && ClientProperties.OF_APPLICATION.stream()
			.anyMatch((key) -> squash(key).equals(name.getElement(OF_CLIENT, Form.UNIFORM)));
	}

	private static boolean isKeyOfClient(ConfigurationPropertyName name) {
		return isOfClient(name) && typeOf(name) != null;
	}

	private static boolean isOfClient(ConfigurationPropertyName name) {
		return CLIENTS.isAncestorOf(name) && name.getNumberOfElements() > OF_CLIENT;
	}

	private static @Nullable ResolvableType inner(ResolvableType type, ConfigurationPropertyName name, int index) {
		if (isMap(type)) {
			return type.asMap().getGeneric(1);
		}
		if (isCollection(type)) {
			return name.isNumericIndex(index) ? type.asCollection().getGeneric() : null;
		}
		if (!isGroup(type)) {
			return null;
		}
		String element = name.getElement(index, Form.UNIFORM);
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type.toClass())) {
			if (isKey(property) && squash(property.getName()).equals(element)) {
				return ResolvableType.forMethodReturnType(property.getReadMethod());
			}
		}
		return null;
	}

	/**
	 * Find keys that are similar to a key that does not exist.
	 * @param unknown the key that does not exist
	 * @return the most similar key, several that are equally similar, or none
	 */
	static List<String> near(ConfigurationPropertyName unknown) {
		if (isOfClient(unknown)) {
			String client = unknown.getElement(OF_CLIENT - 1, Form.ORIGINAL);
			return near(ROOT.append(unknown.subName(OF_CLIENT))).stream()
				.filter((key) -> !isOfApplication(ConfigurationPropertyName.of(ClientNames.key(client, key))))
				.map((key) -> ClientNames.key(client, key))
				.toList();
		}
		int first = ROOT.getNumberOfElements();
		String whole = squash(unknown.subName(first).toString());
		String last = squash(unknown.getLastElement(Form.UNIFORM));
		List<String> near = new ArrayList<>();
		int least = Integer.MAX_VALUE;
		for (Key key : keys(PROPERTIES, ROOT, new ArrayList<>())) {
			String candidate = key.below(unknown);
			if (key.name().equals(CLIENTS) && !isKeyOfClient(ConfigurationPropertyName.of(candidate))) {
				continue;
			}
			String full = squash(ConfigurationPropertyName.of(candidate).subName(first).toString());
			String end = squash(key.name().getLastElement(Form.UNIFORM));
			int distance = NameSuggestions.distance(whole, full);
			boolean similar = NameSuggestions.isNear(whole, full)
					|| !key.map() && (isEnd(last, end) || isEnd(whole, end));
			if (similar && distance <= least) {
				if (distance < least) {
					near.clear();
				}
				least = distance;
				near.add(candidate);
			}
		}
		near.sort(Comparator.naturalOrder());
		return near;
	}

	/**
	 * Tell whether a name ends with another one. Short names are refused, as they are
	 * similar to too many others.
	 */
	private static boolean isEnd(String name, String end) {
		return name.equals(end) || (end.length() > SHORT && NameSuggestions.isNear(name, end));
	}

	/**
	 * Tell whether an environment variable sets a key with an underscore for each of its
	 * dashes, as in {@code SEQUOIA_AUTH_CLIENT_ID}.
	 * @param name the variable's name as a key
	 * @return whether there is such a key
	 */
	static boolean isDashed(ConfigurationPropertyName name) {
		if (isOfClient(name)) {
			return !isOfApplication(name) && isDashed(ROOT.append(name.subName(OF_CLIENT)));
		}
		String whole = squash(name.toString());
		return keys(PROPERTIES, ROOT, new ArrayList<>()).stream()
			.anyMatch((key) -> squash(key.name().toString()).equals(whole));
	}

	private static List<Key> keys(ResolvableType group, ConfigurationPropertyName prefix, List<Key> keys) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(group.toClass())) {
			if (isKey(property)) {
				ResolvableType type = ResolvableType.forMethodReturnType(property.getReadMethod());
				ConfigurationPropertyName name = prefix.append(DataObjectPropertyName.toDashedForm(property.getName()));
				if (isGroup(type)) {
					keys(type, name, keys);
				}
				else {
					keys.add(new Key(name, isMap(type)));
				}
			}
		}
		return keys;
	}

	private static boolean isKey(PropertyDescriptor property) {
		return property.getReadMethod() != null && property.getReadMethod().getDeclaringClass() != Object.class;
	}

	private static boolean isMap(ResolvableType type) {
		return Map.class.isAssignableFrom(type.toClass());
	}

	private static boolean isCollection(ResolvableType type) {
		return Collection.class.isAssignableFrom(type.toClass());
	}

	/**
	 * Tell whether a type is a group of keys, that is, a class within the class of all
	 * keys.
	 */
	private static boolean isGroup(ResolvableType type) {
		Class<?> candidate = type.toClass();
		return !candidate.isEnum() && candidate.getName().startsWith(SequoiaProperties.class.getName());
	}

	private static String squash(String name) {
		return name.replaceAll("\\[[^]]*]|[^a-zA-Z0-9]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * A key that exists.
	 *
	 * @param name its name
	 * @param map whether it is followed by names that the user chooses
	 */
	private record Key(ConfigurationPropertyName name, boolean map) {

		/** Append the part that the user chose to the name of a map. */
		String below(ConfigurationPropertyName unknown) {
			int size = this.name.getNumberOfElements();
			boolean more = this.map && unknown.getNumberOfElements() > size;
			return more ? this.name + "." + unknown.subName(size) : this.name.toString();
		}

	}

}
