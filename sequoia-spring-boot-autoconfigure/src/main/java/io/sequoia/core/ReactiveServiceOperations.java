package io.sequoia.core;

import java.util.Map;

import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/**
 * The reactive counterpart of {@link ServiceOperations}. Thread-safe.
 */
public interface ReactiveServiceOperations {

	/**
	 * Return the service's entry in the registry.
	 * @return the entry
	 */
	Mono<RegisteredService> registration();

	/**
	 * Return the service's descriptor.
	 * @return the descriptor
	 */
	Mono<ServiceDescriptor> descriptor();

	/**
	 * Return the operations on a collection, without a type for its resources.
	 * @param name the plural, hyphenated or singular name of the collection
	 * @return the operations
	 */
	ReactiveResourceOperations<Map<String, Object>> resources(String name);

	/**
	 * Return the operations on a collection.
	 * @param name the plural, hyphenated or singular name of the collection
	 * @param type the type of its resources; it need not be annotated
	 * @param <T> the type
	 * @return the operations
	 */
	<T> ReactiveResourceOperations<T> resources(String name, Class<T> type);

	/**
	 * GET a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param type the type of the answer; {@code String}, {@code byte[]} or {@code Void}
	 * work too
	 * @param uriVariables the values of the placeholders, encoded strictly
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> get(String path, Class<R> type, Object... uriVariables);

	/**
	 * POST to a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body the value to send as JSON, without an envelope; text and bytes are sent
	 * as they are
	 * @param type the type of the answer
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> post(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * PUT to a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body the value to send as JSON, without an envelope; text and bytes are sent
	 * as they are
	 * @param type the type of the answer
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> put(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * PATCH a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body the value to send as JSON, without an envelope; text and bytes are sent
	 * as they are
	 * @param type the type of the answer
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> patch(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * DELETE a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param type the type of the answer
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> delete(String path, Class<R> type, Object... uriVariables);

	/**
	 * Send a request to a path of the service.
	 * @param method its method
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body the value to send as JSON, without an envelope; text and bytes are sent
	 * as they are
	 * @param type the type of the answer's body
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return status, headers and body of the answer, the latter {@code null} if it is
	 * empty; a failure for a status of 300 and above
	 */
	<R> Mono<ResponseEntity<R>> exchange(HttpMethod method, String path, @Nullable Object body, Class<R> type,
			Object... uriVariables);

	/**
	 * Call a business endpoint in the service's descriptor (docs/protocol.md, section
	 * 12).
	 * @param route the name of the route
	 * @param variables the values of its path parts and query parameters; {@code owner}
	 * is the tenant unless given
	 * @param body the value to send as JSON, without an envelope; text and bytes are sent
	 * as they are
	 * @param type the type of the answer
	 * @param <R> the type
	 * @return the answer, or empty for an empty one; {@link IllegalArgumentException} and
	 * no request if a required part or parameter is missing, or if the route has no such
	 * variable
	 */
	<R> Mono<R> call(String route, Map<String, ?> variables, @Nullable Object body, Class<R> type);

}
