package io.sequoia.core.query;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * What stands for an enum constant in JSON, so that criteria ask for what was stored: the
 * value that {@code @JsonValue} gives, else the name of {@code @JsonProperty}, else
 * {@link Enum#name()}.
 */
final class EnumText {

	private EnumText() {
	}

	static Object of(Enum<?> constant) {
		Class<?> type = constant.getDeclaringClass();
		Object value = jsonValue(type, constant);
		if (value != null) {
			return value;
		}
		Field field = ReflectionUtils.findField(type, constant.name());
		JsonProperty property = (field != null) ? field.getAnnotation(JsonProperty.class) : null;
		return (property != null && !property.value().isEmpty()) ? property.value() : constant.name();
	}

	private static @Nullable Object jsonValue(Class<?> type, Enum<?> constant) {
		for (Method method : type.getDeclaredMethods()) {
			if (isJsonValue(method) && method.getParameterCount() == 0) {
				ReflectionUtils.makeAccessible(method);
				return ReflectionUtils.invokeMethod(method, constant);
			}
		}
		return Arrays.stream(type.getDeclaredFields()).filter(EnumText::isJsonValue).findFirst().map((field) -> {
			ReflectionUtils.makeAccessible(field);
			return ReflectionUtils.getField(field, constant);
		}).orElse(null);
	}

	private static boolean isJsonValue(AnnotatedElement element) {
		JsonValue annotation = element.getAnnotation(JsonValue.class);
		return annotation != null && annotation.value();
	}

}
