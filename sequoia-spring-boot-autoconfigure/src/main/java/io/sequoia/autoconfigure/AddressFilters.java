package io.sequoia.autoconfigure;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The addresses that an application lets its HTTP clients connect to, by a bean of the
 * type {@code InetAddressFilter}. Spring Boot has it since 4.1, so it is known by name
 * only.
 */
final class AddressFilters {

	private static final String TYPE = "org.springframework.boot.http.client.InetAddressFilter";

	private AddressFilters() {
	}

	/**
	 * Find the application's filter.
	 * @param beans where the application's beans are
	 * @return which addresses it allows, or {@code null} if there is no such bean
	 */
	static @Nullable Predicate<InetAddress> of(ListableBeanFactory beans) {
		ClassLoader loader = AddressFilters.class.getClassLoader();
		if (!ClassUtils.isPresent(TYPE, loader)) {
			return null;
		}
		Class<?> type = ClassUtils.resolveClassName(TYPE, loader);
		Object filter = beans.getBeanProvider(type).getIfAvailable();
		if (filter == null) {
			return null;
		}
		Method matches = Objects.requireNonNull(ReflectionUtils.findMethod(type, "matches", InetAddress.class));
		return (address) -> Boolean.TRUE.equals(ReflectionUtils.invokeMethod(matches, filter, address));
	}

	/**
	 * What a native image needs to know of the type.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
			hints.reflection().registerTypeIfPresent(loader, TYPE, MemberCategory.INVOKE_PUBLIC_METHODS);
		}

	}

}
