package io.sequoia.http;

import java.util.concurrent.TimeUnit;

import io.sequoia.Printable;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One DEBUG line for each request that leaves: method, service, path, status and time.
 * Never a query, a header or a body.
 */
final class LoggingFilter implements ExchangeFilterFunction {

	private static final Log logger = LogFactory.getLog("io.sequoia.http.requests");

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!logger.isDebugEnabled()) {
			return next.exchange(request);
		}
		return Mono.deferContextual((context) -> {
			String correlationId = CorrelationIds.find(context);
			long start = System.nanoTime();
			return next.exchange(request)
				.doOnNext((response) -> log(request, response.statusCode().toString(), start, correlationId))
				.doOnError((error) -> log(request, error.getClass().getSimpleName(), start, correlationId))
				.doOnCancel(() -> log(request, "cancelled", start, correlationId));
		});
	}

	private static void log(ClientRequest request, String outcome, long start, @Nullable String correlationId) {
		Call call = Call.of(request);
		logger.debug(request.method() + " " + ((call != null) ? call.service() : request.url().getRawAuthority()) + " "
				+ Printable.of(request.url().getRawPath(), 300) + ": " + outcome + " in "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms, correlation id " + correlationId);
	}

}
