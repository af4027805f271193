package io.sequoia.core.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.CurrentTraceContext;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans of an application that observes and traces: Boot's registry of observations,
 * which become timers and the spans of a tracer.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ObservationAutoConfiguration.class, WebClientObservationAutoConfiguration.class })
public class ObservedApplication {

	@Bean
	ObservationHandler<Observation.Context> meterHandler(MeterRegistry meters) {
		return new DefaultMeterObservationHandler(meters);
	}

	@Bean
	Spans spans() {
		return new Spans();
	}

	@Bean
	Tracing tracing(Spans spans, CurrentTraceContext current) {
		return Tracing.newBuilder()
			.currentTraceContext(current)
			.propagationFactory(new W3CPropagation())
			.traceId128Bit(true)
			.supportsJoin(false)
			.addSpanHandler(spans)
			.build();
	}

	@Bean
	CurrentTraceContext currentTraceContext() {
		return ThreadLocalCurrentTraceContext.newBuilder()
			.addScopeDecorator(MDCScopeDecorator.get()) // as Spring Boot does
			.build();
	}

	@Bean
	ObservationHandler<?> tracingHandler(Tracing tracing, CurrentTraceContext current) {
		Tracer tracer = new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(current));
		return new ObservationHandler.FirstMatchingCompositeObservationHandler(
				new PropagatingSenderTracingObservationHandler<>(tracer, new BravePropagator(tracing)),
				new DefaultTracingObservationHandler(tracer));
	}

	/** The spans of an application. */
	static final class Spans extends SpanHandler {

		private final AtomicInteger running = new AtomicInteger();

		private final ConcurrentLinkedQueue<MutableSpan> ended = new ConcurrentLinkedQueue<>();

		@Override
		public boolean begin(TraceContext context, MutableSpan span, TraceContext parent) {
			this.running.incrementAndGet();
			return true;
		}

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			this.ended.add(span);
			this.running.decrementAndGet();
			return true;
		}

		/** Return all spans; WebClient ends one only after the caller has its answer. */
		List<MutableSpan> all() {
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.running.get() == 0);
			return List.copyOf(this.ended);
		}

		/** Return the spans of operations. */
		Stream<MutableSpan> operations() {
			return all().stream().filter((span) -> span.name().startsWith("sequoia "));
		}

		/** Return the spans of requests. */
		Stream<MutableSpan> requests() {
			return all().stream().filter((span) -> span.name().startsWith("http "));
		}

	}

}
