package io.sequoia.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sequoia.correlation.CorrelationPropagation;
import io.sequoia.correlation.CorrelationWebFilter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A named client has what the default client has, as it is put together in another place.
 */
class NamedClientPartsTests {

	/** The parts that adopt the correlation ids of served requests, for all clients. */
	private static final Set<Class<?>> OF_APPLICATION = Set.of(FilterRegistrationBean.class, CorrelationWebFilter.class,
			CorrelationPropagation.class);

	@Test
	void namedClientHasEachPartOfTheDefaultClient() {
		Set<String> parts = new ClassFileImporter()
			.importClasses(NamedClient.class, ClientConnection.class, ClientMeters.class,
					SequoiaCacheConfiguration.class, SequoiaTransferConfiguration.class)
			.stream()
			.map(JavaClass::getDirectDependenciesFromSelf)
			.flatMap(Set::stream)
			.map(Dependency::getTargetClass)
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		List<Class<?>> beans = configurations().flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.<Class<?>>map(Method::getReturnType)
			.filter((type) -> !OF_APPLICATION.contains(type))
			.toList();
		assertThat(beans).hasSizeGreaterThan(20).allSatisfy((bean) -> assertThat(parts).contains(bean.getName()));
	}

	private static Stream<Class<?>> configurations() {
		Stream<Class<?>> imported = Arrays
			.stream(SequoiaDefaultClientConfiguration.class.getAnnotation(Import.class).value());
		return Stream
			.concat(imported,
					Stream.of(SequoiaMetricsConfiguration.OfDefaultClient.class,
							SequoiaRetryConfiguration.OfDefaultClient.class))
			.flatMap((type) -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())));
	}

}
