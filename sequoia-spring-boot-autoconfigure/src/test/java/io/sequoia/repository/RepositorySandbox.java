package io.sequoia.repository;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.fixture.ClientApplication;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactory;
import io.sequoia.repository.support.SequoiaRepositoryFactory;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;

/**
 * An application that is connected to a sandbox, with the repositories that a test needs.
 */
final class RepositorySandbox implements AutoCloseable {

	private static final Set<String> OWN = Set.of("owner", "continue");

	private final ClientApplication application;

	private RepositorySandbox(Class<?> configuration, String... properties) {
		this.application = ClientApplication.on(SequoiaSandbox.builder().emptyCatalogue().furtherOwners("other"),
				configuration, Stream.concat(Stream.of("sequoia.retry.enabled=false"), Arrays.stream(properties))
					.toArray(String[]::new));
	}

	static RepositorySandbox empty(String... properties) {
		return with(ClientApplication.Beans.class, properties);
	}

	static RepositorySandbox with(Class<?> configuration, String... properties) {
		return new RepositorySandbox(configuration, properties);
	}

	SequoiaSandbox sandbox() {
		return this.application.sandbox();
	}

	<B> B bean(Class<B> type) {
		return this.application.bean(type);
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
		factory.setEnvironment(this.application.context().getEnvironment());
		factory.setBeanFactory(this.application.context());
		return factory;
	}

	void put(Map<String, ?> content) {
		sandbox().put("metadata", "contents", content);
	}

	/** Return the parameters of the latest browse, without those of the client itself. */
	String query() {
		List<LoggedRequest> browses = sandbox().requests().of(Operation.BROWSE);
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
		this.application.close();
	}

}
