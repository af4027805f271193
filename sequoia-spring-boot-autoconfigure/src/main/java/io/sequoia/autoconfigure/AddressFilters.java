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
 * The addresses to which an application lets its HTTP clients connect, from a bean of the
 * type {@code InetAddressFilter}. The type exists since Spring Boot 4.1, so it is
 * accessed by name only.
 */
final class AddressFilters {

	private static final String TYPE = "org.springframework.boot.http.client.InetAddressFilter";

	private AddressFilters() {
	}

	/**
	 * Find the application's filter.
	 * @param beans the application's beans
	 * @return accepts the allowed addresses, or {@code null} if there is no such bean
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
	 * The hints for the type in a native image.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
			hints.reflection().registerTypeIfPresent(loader, TYPE, MemberCategory.INVOKE_PUBLIC_METHODS);
		}

	}

}
