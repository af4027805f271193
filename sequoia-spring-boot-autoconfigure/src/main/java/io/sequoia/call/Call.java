package io.sequoia.call;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The purpose of a request. It is an attribute of the request, for logs, failures and the
 * choice of the token.
 *
 * @param service the name of the service
 * @param resource the name of the resource collection, if the request is for one
 * @param operation the name of the operation, for example {@code browse}
 * @param owner the tenant in whose name the call is made
 * @param position the position of the requested page of a browse, or {@code null} for the
 * first one and for other calls
 */
public record Call(String service, @Nullable String resource, String operation, String owner,
		@Nullable String position) {

	private static final String ATTRIBUTE = Call.class.getName();

	/** The path: between the authority, if there is one, and the query. */
	private static final Pattern PATH = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?(/[^?#]*).*");

	private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
			HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);

	/**
	 * The attribute that the observations of WebClient read for their {@code uri} tag.
	 */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	/**
	 * The name of the identity service in the registry.
	 */
	public static final String IDENTITY = "identity";

	/**
	 * The operation that fetches a token.
	 */
	public static final String TOKEN = "token";

	/**
	 * The operation that fetches the token of a user.
	 */
	public static final String LOGIN = "login";

	/**
	 * The operation that reads a file from a storage, which is not a service.
	 */
	public static final String DOWNLOAD = "download";

	/**
	 * The operation that writes a file to a storage, which is not a service.
	 */
	public static final String UPLOAD = "upload";

	/**
	 * The operation that changes a password.
	 */
	public static final String PASSWORD = "change-password";

	/**
	 * Describe a call.
	 * @param service the name of the service
	 * @param resource the name of the resource collection, if the call is for one
	 * @param operation the name of the operation, for example {@code read}
	 * @param owner the tenant in whose name the call is made
	 */
	public Call(String service, @Nullable String resource, String operation, String owner) {
		this(service, resource, operation, owner, null);
	}

	/**
	 * Return the call of a request.
	 * @param attributes the attributes of the request
	 * @return the call, or {@code null} if the user of the WebClient named none
	 */
	public static @Nullable Call of(Map<String, Object> attributes) {
		return (Call) attributes.get(ATTRIBUTE);
	}

	/**
	 * Mark a request as made for this call.
	 * @return sets the attribute
	 */
	public Consumer<Map<String, Object>> attribute() {
		return (attributes) -> attributes.put(ATTRIBUTE, this);
	}

	/**
	 * Mark a request as made for this call.
	 * @param template the path with placeholders, which stands for the address in meters;
	 * {@code null} if the path may contain values
	 * @return sets the attributes
	 */
	public Consumer<Map<String, Object>> attribute(@Nullable String template) {
		return (template != null) ? attribute().andThen((attributes) -> attributes.put(URI_TEMPLATE, template))
				: attribute();
	}

	/**
	 * Return the template of a user's address, for meters.
	 * @param address a path, or an address of a service, with its placeholders
	 * @return its path without query; {@code null} if it has no placeholder, as such a
	 * path may contain values
	 */
	public static @Nullable String template(String address) {
		Matcher matcher = PATH.matcher(address);
		return (matcher.matches() && matcher.group(1).contains("{")) ? matcher.group(1) : null;
	}

	/**
	 * Reduce the address of a request for meters to its path.
	 * @param attributes the attributes of the request
	 * @param constant whether an address without placeholders is a constant. Otherwise it
	 * may contain values, and is removed
	 */
	public static void reduceTemplate(Map<String, Object> attributes, boolean constant) {
		if (attributes.get(URI_TEMPLATE) instanceof String address) {
			Matcher matcher = PATH.matcher(address);
			if (matcher.matches() && (constant || matcher.group(1).contains("{"))) {
				attributes.put(URI_TEMPLATE, matcher.group(1));
			}
			else {
				attributes.remove(URI_TEMPLATE);
			}
		}
	}

	/**
	 * Tell whether the call goes to a storage. It has no token, and its address does not
	 * come from the registry.
	 * @return {@code true} if it does
	 */
	public boolean isOfStorage() {
		return this.operation.equals(DOWNLOAD) || this.operation.equals(UPLOAD);
	}

	/**
	 * Tell whether a request has the same effect if it is made twice, by the definition
	 * of its method in HTTP.
	 * @param method the method
	 * @return {@code true} for {@code GET}, {@code HEAD}, {@code OPTIONS}, {@code TRACE},
	 * {@code PUT} and {@code DELETE}; {@code false} for any other
	 */
	public static boolean isRepeatable(HttpMethod method) {
		return REPEATABLE.contains(method);
	}

	/**
	 * Return the details of this call before its answer.
	 * @param correlationId the correlation id of the call, if it has one
	 * @return the details
	 */
	public Details details(@Nullable String correlationId) {
		return Details.of(correlationId, this.service, this.resource).withPosition(this.position);
	}

	/**
	 * Create a copy of this call for a page of its browse.
	 * @param page the position of the page
	 * @return the copy
	 */
	public Call at(String page) {
		return new Call(this.service, this.resource, this.operation, this.owner, page);
	}

	@Override
	public String toString() {
		return this.operation + " of " + ((this.resource != null) ? this.service + "/" + this.resource : this.service);
	}

}
