package io.sequoia.http;

import java.util.function.Consumer;

import io.sequoia.Internal;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Describes and logs calls and requests with the correlation id of their operation.
 */
@Internal
public final class Correlated {

	private Correlated() {
	}

	/**
	 * Return the details of a call before its answer.
	 * @param call the call
	 * @param context the context of the call
	 * @return the details, with the correlation id in the context
	 */
	public static Details details(Call call, ContextView context) {
		return call.details(CorrelationIds.find(context));
	}

	/**
	 * Return the details of a request before its answer.
	 * @param request the request
	 * @param correlationId the correlation id of the request
	 * @return the details; without service and resource if the user of the WebClient
	 * named none
	 */
	static Details details(ClientRequest request, @Nullable String correlationId) {
		Call call = Call.of(request.attributes());
		return (call != null) ? call.details(correlationId) : Details.of(correlationId, null, null);
	}

	/**
	 * Write a log line of an operation, with its correlation id in the line and,
	 * meanwhile, in the logging context.
	 * @param context the context of the operation
	 * @param line the line
	 * @param logger writes it
	 */
	public static void log(ContextView context, String line, Consumer<String> logger) {
		CorrelationIds.log(context, line, logger);
	}

}
