package io.sequoia.http;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.Map;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a request is for. It travels with the request as an attribute, for logs, failures
 * and the choice of the token.
 *
 * @param service the name of the service
 * @param resource the name of the resource collection, if the request is for one
 * @param operation the name of the operation, for example {@code browse}
 * @param owner the tenant in whose name the call is made
 * @param position the position of the page that a browse asks for, or {@code null} for
 * the first one and for other calls
 */
public record Call(String service, @Nullable String resource, String operation, String owner,
		@Nullable String position) {

	private static final String ATTRIBUTE = Call.class.getName();

	/** The path: between the authority, if there is one, and the query. */
	private static final Pattern PATH = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?(/[^?#]*).*");

	/**
	 * The attribute that the observations of WebClient read for their {@code uri} tag.
	 */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	/**
	 * The operation that fetches a token.
	 */
	public static final String TOKEN = "token";

	/**
	 * The operation that fetches the token of a user.
	 */
	public static final String LOGIN = "login";

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
	 * Find what a request is for.
	 * @param request the request
	 * @return the call, or {@code null} where a user of the WebClient said nothing
	 */
	public static @Nullable Call of(ClientRequest request) {
		return (Call) request.attributes().get(ATTRIBUTE);
	}

	/**
	 * What is known about a request before there is an answer.
	 * @param request the request
	 * @param correlationId the correlation id of the request
	 * @return the details; without service and resource where a user of the WebClient
	 * named none
	 */
	static Details details(ClientRequest request, @Nullable String correlationId) {
		Call call = of(request);
		return (call != null) ? call.details(correlationId) : Details.of(correlationId, null, null);
	}

	/**
	 * Mark a request as made for this call.
	 * @return what sets the attribute
	 */
	public Consumer<Map<String, Object>> attribute() {
		return (attributes) -> attributes.put(ATTRIBUTE, this);
	}

	/**
	 * Mark a request as made for this call.
	 * @param template the path with placeholders, which stands for the address in meters;
	 * {@code null} where the path may hold values
	 * @return what sets the attributes
	 */
	public Consumer<Map<String, Object>> attribute(@Nullable String template) {
		return (template != null) ? attribute().andThen((attributes) -> attributes.put(URI_TEMPLATE, template))
				: attribute();
	}

	/**
	 * Tell which template an address of a user is, for meters.
	 * @param address a path, or an address of a service, with its placeholders
	 * @return its path without query; {@code null} if it has no placeholder, as a path
	 * that was written without may hold values
	 */
	public static @Nullable String template(String address) {
		Matcher matcher = PATH.matcher(address);
		return (matcher.matches() && matcher.group(1).contains("{")) ? matcher.group(1) : null;
	}

	/**
	 * What is known about this call before there is an answer.
	 * @param context the context of the call
	 * @return the details, with the correlation id that travels in the context
	 */
	public Details details(ContextView context) {
		return details(CorrelationIds.find(context));
	}

	private Details details(@Nullable String correlationId) {
		return Details.of(correlationId, this.service, this.resource).withPosition(this.position);
	}

	/**
	 * This call, for a page of its browse.
	 * @param page the position of the page
	 * @return the call
	 */
	public Call at(String page) {
		return new Call(this.service, this.resource, this.operation, this.owner, page);
	}

	/**
	 * Write a log line of what a call does.
	 * @param context the context of the call, with its correlation id
	 * @param line the line
	 * @param logger what writes it
	 */
	public static void log(ContextView context, String line, Consumer<String> logger) {
		CorrelationIds.log(context, line, logger);
	}

	@Override
	public String toString() {
		return this.operation + " of " + ((this.resource != null) ? this.service + "/" + this.resource : this.service);
	}

}
