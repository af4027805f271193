package io.sequoia.autoconfigure.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

import io.sequoia.call.CallContext;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.RegistryReport;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.retry.RecentFailures;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.security.ClientCredentialsTokenSource;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.TokenReport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The state of one client, as operators see it. Reading it sends no request.
 *
 * @param owner the client's own tenant
 * @param registry finds its services
 * @param tokens returns its tokens
 * @param retry has its retry budgets
 * @param failures has its last failures
 * @param pools returns the numbers of its connections
 */
record ClientState(String owner, ServiceRegistry registry, SequoiaTokenSource tokens, RetryExecutor retry,
		RecentFailures failures, Supplier<Map<String, Map<String, Long>>> pools) {

	/** The longest time for a request that an operator asks for. */
	private static final Duration LIMIT = Duration.ofSeconds(10);

	/**
	 * Describe the state.
	 * @param shown converts a value that not every user may see: takes its key and the
	 * value, and returns the value to show
	 * @return the state
	 */
	Map<String, Object> report(BinaryOperator<String> shown) {
		Map<String, Object> report = calls(shown);
		report.put("pools", this.pools.get());
		report.put("failures", this.failures.all().stream().map((failure) -> describe(failure, shown)).toList());
		return report;
	}

	/**
	 * Describe what calls need, without what all clients have together.
	 * @param shown as above
	 * @return the state
	 */
	Map<String, Object> calls(BinaryOperator<String> shown) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("owner", this.owner);
		report.put("registry", listings(shown));
		report.put("tokens", tokenStates());
		report.put("retryBudgets", this.retry.budgets());
		return report;
	}

	private Map<String, Object> listings(BinaryOperator<String> shown) {
		Map<String, Object> listings = new TreeMap<>();
		if (this.registry instanceof HttpServiceRegistry known) {
			known.reports().forEach((report) -> listings.put(report.owner(), describe(report, shown)));
		}
		return listings;
	}

	private static Map<String, Object> describe(RegistryReport report, BinaryOperator<String> shown) {
		Map<String, Object> services = new TreeMap<>();
		report.services()
			.forEach((service) -> services.put(service.name(),
					shown.apply("sequoia.services." + service.name(), service.location().toString())));
		Map<String, Object> listing = new LinkedHashMap<>();
		listing.put("age", seconds(report.age()));
		listing.put("stale", report.stale());
		listing.put("services", services);
		listing.put("refused", new TreeMap<>(report.refused()));
		return listing;
	}

	private Map<String, Object> tokenStates() {
		Map<String, Object> states = new TreeMap<>();
		if (this.tokens instanceof ClientCredentialsTokenSource known) {
			known.reports().forEach((report) -> states.put(report.owner(), describe(report)));
		}
		return states;
	}

	private static Map<String, Object> describe(TokenReport report) {
		Map<String, Object> token = new LinkedHashMap<>();
		token.put("state", report.state());
		if (report.age() != null) {
			token.put("age", seconds(report.age()));
		}
		return token;
	}

	private static Map<String, Object> describe(RecentFailures.Failure failure, BinaryOperator<String> shown) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("time", failure.time().truncatedTo(ChronoUnit.MILLIS).toString());
		described.put("call", failure.call());
		described.put("attempts", failure.attempts());
		described.put("error", failure.error());
		if (failure.status() != null) {
			described.put("status", failure.status());
		}
		if (failure.correlationId() != null) {
			described.put("correlationId", failure.correlationId());
		}
		if (failure.message() != null) {
			described.put("message", shown.apply("sequoia.failures.message", failure.message()));
		}
		return described;
	}

	private static String seconds(Duration age) {
		return age.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/**
	 * Ask the registry for the listing of a tenant.
	 * @param tenant the tenant, or {@code null} for the client's own
	 * @return completes when the answer is there
	 */
	Mono<Void> refresh(@Nullable String tenant) {
		return this.registry.refresh((tenant != null) ? tenant : this.owner)
			.contextWrite((context) -> CallContext.withSharedAttempts(context, 1))
			.timeout(LIMIT);
	}

	/**
	 * Drop the token of a tenant, so that its next call fetches another one.
	 * @param tenant the tenant, or {@code null} for the client's own
	 * @return whether there was one
	 */
	boolean dropToken(@Nullable String tenant) {
		return this.tokens instanceof ClientCredentialsTokenSource known
				&& known.drop((tenant != null) ? tenant : this.owner);
	}

}
