package io.sequoia.repository;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactory;
import io.sequoia.repository.support.SequoiaRepositoryFactory;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;

/**
 * An application that is connected to a sandbox, with the repositories that a test needs.
 */
final class RepositorySandbox implements AutoCloseable {

	private static final Set<String> OWN = Set.of("owner", "continue");

	private final SequoiaSandbox sandbox;

	private final ConfigurableApplicationContext context;

	private RepositorySandbox(SequoiaSandbox sandbox, Class<?> configuration, String... properties) {
		this.sandbox = sandbox;
		Stream<String> connection = Stream.of("sequoia.registry.url=" + sandbox.registryUrl(),
				"sequoia.owner=" + sandbox.owner(), "sequoia.auth.client-id=" + sandbox.clientId(),
				"sequoia.auth.client-secret=" + sandbox.clientSecret(), "sequoia.retry.enabled=false");
		this.context = new SpringApplicationBuilder(configuration, Base.class).web(WebApplicationType.NONE)
			.properties(Stream.concat(connection, Arrays.stream(properties)).toArray(String[]::new))
			.run();
	}

	static RepositorySandbox withCatalogue() {
		return new RepositorySandbox(SequoiaSandbox.start(), Base.class);
	}

	static RepositorySandbox empty(String... properties) {
		return with(Base.class, properties);
	}

	static RepositorySandbox with(Class<?> configuration, String... properties) {
		return new RepositorySandbox(SequoiaSandbox.builder().emptyCatalogue().furtherOwners("other").start(),
				configuration, properties);
	}

	SequoiaSandbox sandbox() {
		return this.sandbox;
	}

	<B> B bean(Class<B> type) {
		return this.context.getBean(type);
	}

	<R> R repository(Class<R> type) {
		return repository(type, (factory) -> {
		});
	}

	<R> R repository(Class<R> type, Consumer<RepositoryFactorySupport> customizer) {
		RepositoryFactorySupport factory = factory(type);
		customizer.accept(factory);
		return factory.getRepository(type);
	}

	private RepositoryFactorySupport factory(Class<?> type) {
		RepositoryFactorySupport factory = ReactiveCrudRepository.class.isAssignableFrom(type)
				? new ReactiveSequoiaRepositoryFactory(bean(ReactiveSequoiaOperations.class),
						bean(SequoiaMappingContext.class), bean(ResourceMapper.class))
				: new SequoiaRepositoryFactory(bean(SequoiaOperations.class), bean(SequoiaMappingContext.class),
						bean(ResourceMapper.class));
		factory.setBeanClassLoader(type.getClassLoader());
		factory.setEnvironment(this.context.getEnvironment());
		factory.setBeanFactory(this.context);
		return factory;
	}

	void put(Map<String, ?> content) {
		this.sandbox.put("metadata", "contents", content);
	}

	/** Return the parameters of the latest browse, without those of the client itself. */
	String query() {
		List<LoggedRequest> browses = this.sandbox.requests().of(Operation.BROWSE);
		return query(browses.get(browses.size() - 1));
	}

	static String query(LoggedRequest request) {
		return request.query()
			.entrySet()
			.stream()
			.filter((parameter) -> !OWN.contains(parameter.getKey())
					&& !parameter.equals(Map.entry("perPage", List.of("100"))))
			.flatMap((parameter) -> parameter.getValue().stream().map((value) -> parameter.getKey() + "=" + value))
			.collect(Collectors.joining("&"));
	}

	@Override
	public void close() {
		this.context.close();
		this.sandbox.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SequoiaAutoConfiguration.class, JacksonAutoConfiguration.class,
			WebClientAutoConfiguration.class })
	static class Base {

	}

}
