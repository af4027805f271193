package io.sequoia.core;

import java.util.Map;

import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/**
 * The blocking form of reactive operations on a service.
 */
final class BlockingServiceOperations implements ServiceOperations {

	private final ReactiveServiceOperations operations;

	BlockingServiceOperations(ReactiveServiceOperations operations) {
		this.operations = operations;
	}

	@Override
	public RegisteredService registration() {
		return Blocking.await(this.operations.registration());
	}

	@Override
	public ServiceDescriptor descriptor() {
		return Blocking.await(this.operations.descriptor());
	}

	@Override
	public ResourceOperations<Map<String, Object>> resources(String name) {
		return new BlockingResourceOperations<>(this.operations.resources(name));
	}

	@Override
	public <T> ResourceOperations<T> resources(String name, Class<T> type) {
		return new BlockingResourceOperations<>(this.operations.resources(name, type));
	}

	@Override
	public <R> @Nullable R get(String path, Class<R> type, Object... uriVariables) {
		return Blocking.awaitNullable(this.operations.get(path, type, uriVariables));
	}

	@Override
	public <R> @Nullable R post(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return Blocking.awaitNullable(this.operations.post(path, body, type, uriVariables));
	}

	@Override
	public <R> @Nullable R put(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return Blocking.awaitNullable(this.operations.put(path, body, type, uriVariables));
	}

	@Override
	public <R> @Nullable R patch(String path, @Nullable Object body, Class<R> type, Object... uriVariables) {
		return Blocking.awaitNullable(this.operations.patch(path, body, type, uriVariables));
	}

	@Override
	public <R> @Nullable R delete(String path, Class<R> type, Object... uriVariables) {
		return Blocking.awaitNullable(this.operations.delete(path, type, uriVariables));
	}

	@Override
	public <R> ResponseEntity<R> exchange(HttpMethod method, String path, @Nullable Object body, Class<R> type,
			Object... uriVariables) {
		return Blocking.await(this.operations.exchange(method, path, body, type, uriVariables));
	}

	@Override
	public <R> @Nullable R call(String route, Map<String, ?> variables, @Nullable Object body, Class<R> type) {
		return Blocking.awaitNullable(this.operations.call(route, variables, body, type));
	}

}
