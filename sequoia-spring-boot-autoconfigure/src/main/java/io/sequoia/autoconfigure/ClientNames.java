package io.sequoia.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The names of the clients below {@code sequoia.clients}.
 */
final class ClientNames {

	/** The prefix of the keys of named clients. */
	static final String PREFIX = SettingKeys.ROOT + ".clients";

	/** The name of the client with the keys of {@code sequoia} itself. */
	static final String DEFAULT = "default";

	private ClientNames() {
	}

	/**
	 * List the named clients that are not switched off.
	 * @param environment the application's environment
	 * @return their names in order, as they were written
	 */
	static List<String> of(Environment environment) {
		Binder binder = Binder.get(environment);
		Map<String, Object> clients = binder.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of);
		List<String> names = new ArrayList<>();
		for (String name : clients.keySet()) {
			// a variable of the process has lost the dashes of a name
			boolean again = names.stream().anyMatch((other) -> isSame(other, name) && other.length() > name.length());
			if (!again && binder.bind(prefix(name) + ".enabled", Boolean.class).orElse(true)) {
				names.removeIf((other) -> isSame(other, name));
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Tell whether there is one client only, so that nothing has to distinguish it from
	 * others.
	 * @param environment the application's environment
	 * @param beans the application's beans
	 * @return {@code true} if there is one
	 */
	static boolean isAlone(Environment environment, BeanFactory beans) {
		int named = of(environment).size();
		return named == 0 || (named == 1 && !beans.containsBean("validatedSequoiaConfiguration"));
	}

	/**
	 * Return the default client's value of the tag that distinguishes clients.
	 * @param environment the application's environment
	 * @return the value, or {@code null} if there is one client only
	 */
	static @Nullable String defaultTag(Environment environment) {
		return of(environment).isEmpty() ? null : DEFAULT;
	}

	private static boolean isSame(String one, String other) {
		return one.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
	}

	/**
	 * Return the prefix of a client's keys.
	 * @param name the client
	 * @return the prefix, such as {@code sequoia.clients.archive}
	 */
	static String prefix(String name) {
		return PREFIX + "." + name;
	}

	/**
	 * Return the key of a named client.
	 * @param name the client
	 * @param key the key of the default client, such as {@code sequoia.owner}
	 * @return the key, such as {@code sequoia.clients.archive.owner}
	 */
	static String key(String name, String key) {
		return prefix(name) + key.substring(SettingKeys.ROOT.toString().length());
	}

	/**
	 * Return the name of a bean of a client.
	 * @param name the client, such as {@code archive}
	 * @param bean the bean, such as {@code SequoiaTemplate}
	 * @return the name, such as {@code archiveSequoiaTemplate}
	 */
	static String bean(String name, String bean) {
		StringBuilder start = new StringBuilder();
		for (String word : name.split("-")) {
			start.append(start.isEmpty() ? word : StringUtils.capitalize(word));
		}
		return start.append(bean).toString();
	}

}
