package io.sequoia.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.sequoia.Printable;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Logs one DEBUG line for each request: method, service, path, status, time and attempt;
 * never a query, a header or a body. SLF4J gets these as key-values too, for logs that
 * are structured.
 */
final class LoggingFilter implements RequestFilter {

	private static final String NAME = "io.sequoia.http.requests";

	private static final Log logger = LogFactory.getLog(NAME);

	private static final BiConsumer<String, Map<String, Object>> LINES = isSlf4jThere() ? new KeyValueLines()
			: (line, values) -> logger.debug(line);

	@Override
	public FilterOrder order() {
		return FilterOrder.LOG;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!logger.isDebugEnabled()) {
			return next.exchange(request);
		}
		return Mono.deferContextual((context) -> {
			long start = System.nanoTime();
			AtomicBoolean told = new AtomicBoolean();
			BiConsumer<String, Object> tell = (outcome, status) -> {
				// a subscriber that stops reading an answer cancels the request once more
				if (told.compareAndSet(false, true)) {
					log(request, outcome, status, start, context);
				}
			};
			return next.exchange(request)
				.doOnNext((response) -> tell.accept(StatusFailures.print(response.statusCode()),
						response.statusCode().value()))
				.doOnError((error) -> tell.accept(error.getClass().getSimpleName(), error.getClass().getSimpleName()))
				.doOnCancel(() -> tell.accept("cancelled", "cancelled"));
		});
	}

	private static void log(ClientRequest request, String outcome, Object status, long start, ContextView context) {
		Call call = Call.of(request.attributes());
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("method", request.method().name());
		values.put("service", (call != null) ? call.service() : Printable.host(request.url()));
		values.put("path", Printable.of(request.url().getRawPath(), 300));
		values.put("status", status);
		values.put("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		values.put("attempt", CallContext.attempt(context));
		CorrelationIds.log(context,
				values.get("method") + " " + values.get("service") + " " + values.get("path") + ": " + outcome + " in "
						+ values.get("ms") + " ms (attempt " + values.get("attempt") + ")",
				(line) -> LINES.accept(line, values));
	}

	private static boolean isSlf4jThere() {
		return ClassUtils.isPresent("org.slf4j.spi.LoggingEventBuilder", LoggingFilter.class.getClassLoader())
				&& KeyValueLines.isHeard();
	}

	/** The only class that needs SLF4J. */
	private static final class KeyValueLines implements BiConsumer<String, Map<String, Object>> {

		/** Formats have names such as {@code service} themselves. */
		private static final String PREFIX = "sequoia.";

		private final Logger slf4j = LoggerFactory.getLogger(NAME);

		static boolean isHeard() {
			return !(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory);
		}

		@Override
		public void accept(String line, Map<String, Object> values) {
			LoggingEventBuilder event = this.slf4j.atDebug();
			for (Map.Entry<String, Object> value : values.entrySet()) {
				event = event.addKeyValue(PREFIX + value.getKey(), value.getValue());
			}
			event.log(line);
		}

	}

}
