package io.sequoia.core;

import java.util.Map;

import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceDescriptor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/**
 * The reactive twin of {@link ServiceOperations}. Thread-safe.
 */
public interface ReactiveServiceOperations {

	/**
	 * Where the service is.
	 * @return what the registry says
	 */
	Mono<RegisteredService> registration();

	/**
	 * What the service offers.
	 * @return what its descriptor says
	 */
	Mono<ServiceDescriptor> descriptor();

	/**
	 * The operations on a collection, without a type for its resources.
	 * @param name the plural, hyphenated or singular name of the collection
	 * @return the operations
	 */
	ReactiveResourceOperations<Map<String, Object>> resources(String name);

	/**
	 * The operations on a collection.
	 * @param name the plural, hyphenated or singular name of the collection
	 * @param type the type of its resources; it need not be annotated
	 * @param <T> the type
	 * @return the operations
	 */
	<T> ReactiveResourceOperations<T> resources(String name, Class<T> type);

	/**
	 * GET a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param type what to read the answer as; {@code String}, {@code byte[]} or
	 * {@code Void} work too
	 * @param uriVariables the values of the placeholders, encoded strictly
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> get(String path, Class<R> type, Object... uriVariables);

	/**
	 * POST to a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body what to send as JSON, unwrapped
	 * @param type what to read the answer as
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> post(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * PUT to a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body what to send as JSON, unwrapped
	 * @param type what to read the answer as
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> put(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * PATCH a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body what to send as JSON, unwrapped
	 * @param type what to read the answer as
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> patch(String path, @Nullable Object body, Class<R> type, Object... uriVariables);

	/**
	 * DELETE a path of the service.
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param type what to read the answer as
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return the answer, or empty for an empty one
	 */
	<R> Mono<R> delete(String path, Class<R> type, Object... uriVariables);

	/**
	 * Send a request to a path of the service.
	 * @param method its method
	 * @param path the path within the service, with {@code {placeholders}}
	 * @param body what to send as JSON, unwrapped
	 * @param type what to read the body of the answer as
	 * @param uriVariables the values of the placeholders
	 * @param <R> the type
	 * @return status, headers and body of the answer, the latter {@code null} if it is
	 * empty; a failure for a status of 300 and above
	 */
	<R> Mono<ResponseEntity<R>> exchange(HttpMethod method, String path, @Nullable Object body, Class<R> type,
			Object... uriVariables);

	/**
	 * Call a business endpoint that the service's descriptor names (PROTOCOL 12).
	 * @param route the name of the route
	 * @param variables the values of its path parts and query parameters; {@code owner}
	 * is the tenant unless given
	 * @param body what to send as JSON, unwrapped
	 * @param type what to read the answer as
	 * @param <R> the type
	 * @return the answer, or empty for an empty one; {@link IllegalArgumentException} if
	 * a required part or parameter is missing, or a variable is none of the route's, and
	 * nothing is sent then
	 */
	<R> Mono<R> call(String route, Map<String, ?> variables, @Nullable Object body, Class<R> type);

}
