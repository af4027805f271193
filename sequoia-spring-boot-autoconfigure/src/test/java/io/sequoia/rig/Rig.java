package io.sequoia.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.retry.SequoiaRetry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the client, the ledger that it calls, and the canary that it must
 * never call.
 */
final class Rig implements AutoCloseable {

	static final int MAX_ATTEMPTS = 4;

	static final Duration MAX_TIME = Duration.ofSeconds(20);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final AtomicInteger owners = new AtomicInteger();

	private final Ledger ledger;

	private final Canary canary = new Canary();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	// the system may reuse one of their ports for this platform
	private final Set<Meter.Id> foreign;

	private final ConfigurableApplicationContext context;

	/**
	 * Start an application with a few quick retries, without a budget, and without
	 * generated names.
	 * @param properties its further properties
	 */
	Rig(String... properties) {
		this(new Ledger(), List.of(), properties);
	}

	/**
	 * Start an application on a given platform, with further beans.
	 */
	Rig(Ledger ledger, List<Class<?>> beans, String... properties) {
		this.ledger = ledger;
		Metrics.addRegistry(this.meters);
		this.foreign = pools().map(Gauge::getId).collect(Collectors.toSet());
		List<Class<?>> sources = new ArrayList<>(beans);
		sources.add(Application.class);
		this.context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false",
					"logging.level.reactor.netty=off", "sequoia.registry.url=" + ledger.registryUrl(),
					"sequoia.owner=rig", "sequoia.auth.client-id=" + Ledger.CLIENT_ID,
					"sequoia.auth.client-secret=" + Ledger.CLIENT_SECRET, "sequoia.retry.interval=1ms",
					"sequoia.retry.max-interval=2ms", "sequoia.retry.max-attempts=" + MAX_ATTEMPTS,
					"sequoia.retry.max-time=" + MAX_TIME.toMillis() + "ms", "sequoia.retry.budget.enabled=false",
					"sequoia.store.generate-names=false", "sequoia.pagination.per-page=5",
					"sequoia.http.max-response-size=512KB", "sequoia.http.response-timeout=10s")
			.properties(properties)
			.run();
	}

	/**
	 * Start an application with a certificate, on a platform with a certificate at each
	 * door.
	 */
	static Rig locked(List<Class<?>> beans) {
		Certificates certificates = Certificates.made();
		return new Rig(new Ledger().behind(certificates.good()), beans, certificates.properties());
	}

	/** Put properties before others. */
	static String[] also(String[] properties, String... before) {
		return Stream.concat(Stream.of(before), Stream.of(properties)).toArray(String[]::new);
	}

	Ledger ledger() {
		return this.ledger;
	}

	Canary canary() {
		return this.canary;
	}

	List<Face> faces() {
		return List.of(blocking(), reactive());
	}

	Face blocking() {
		return Face.blocking(this.context.getBean(SequoiaTemplate.class));
	}

	Face reactive() {
		return Face.reactive(this.context.getBean(ReactiveSequoiaTemplate.class));
	}

	<B> B bean(Class<B> type) {
		return this.context.getBean(type);
	}

	WebClient webClient() {
		return this.context.getBean("sequoiaWebClient", WebClient.class);
	}

	Attempts attempts() {
		return this.context.getBean(Attempts.class);
	}

	/**
	 * Return a new owner, without token, registry entry or descriptor.
	 */
	static String newOwner() {
		return "t" + owners.incrementAndGet();
	}

	/** Check that all connections to the platform are free or closed. */
	void assertConnectionsAreGivenBack() {
		eventually(() -> "connections are given back: " + inUse(), this::areConnectionsGivenBack);
	}

	boolean areConnectionsGivenBack() {
		return inUse().isEmpty();
	}

	/**
	 * Return the gauges of the platform's pools that are not zero.
	 */
	private List<String> inUse() {
		return pools().filter((gauge) -> !this.foreign.contains(gauge.getId()))
			.filter((gauge) -> this.ledger.wasAt(String.valueOf(gauge.getId().getTag("remote.address"))))
			.filter((gauge) -> gauge.value() > 0)
			.map((gauge) -> gauge.getId().getTags() + "=" + gauge.value())
			.toList();
	}

	private Stream<Gauge> pools() {
		return this.meters.find("reactor.netty.connection.provider.active.connections").gauges().stream();
	}

	static void eventually(String what, BooleanSupplier condition) {
		eventually(() -> what, condition);
	}

	private static void eventually(Supplier<String> what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		boolean met = condition.getAsBoolean();
		while (!met && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(100_000);
			met = condition.getAsBoolean();
		}
		assertThat(met).as(what).isTrue();
	}

	/** Close the application; the platform stays. */
	void closeApplication() {
		this.context.close();
	}

	@Override
	public void close() {
		closeApplication();
		this.ledger.close();
		this.canary.close();
		Metrics.removeRegistry(this.meters);
		this.meters.close();
	}

	/**
	 * Counts the attempts that failed, and does something after each.
	 */
	static final class Attempts implements RetryListener {

		private final AtomicInteger failed = new AtomicInteger();

		private volatile Runnable afterFailure = () -> {
		};

		void restart() {
			this.failed.set(0);
			this.afterFailure = () -> {
			};
		}

		int failed() {
			return this.failed.get();
		}

		void afterFailure(Runnable work) {
			this.afterFailure = work;
		}

		@Override
		public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
				Throwable throwable) {
			this.failed.incrementAndGet();
			this.afterFailure.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SequoiaAutoConfiguration.class, JacksonAutoConfiguration.class,
			WebClientAutoConfiguration.class })
	static class Application {

		@Bean
		@SequoiaRetry
		Attempts attempts() {
			return new Attempts();
		}

	}

}
