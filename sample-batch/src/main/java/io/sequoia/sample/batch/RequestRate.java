package io.sequoia.sample.batch;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Queue;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Limits the requests of all processes together. A row of the database holds the time
 * from which on the next request may be sent, by the clock of the database; each process
 * reserves the times of several requests at once, so that the row is not a bottleneck.
 * When the platform asks one process to wait (429), all wait.
 */
class RequestRate implements ExchangeFilterFunction {

	private static final Duration REST = Duration.ofSeconds(1);

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final Duration interval;

	private final int block;

	private final Queue<Long> reserved = new ArrayDeque<>();

	RequestRate(JdbcTemplate jdbc, PlatformTransactionManager transactions, int requestsPerSecond) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.interval = Duration.ofSeconds(1).dividedBy(requestsPerSecond);
		this.block = Math.max(1, requestsPerSecond / 100);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.fromCallable(this::pause)
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap(Mono::delay)
			.then(Mono.defer(() -> next.exchange(request)))
			.flatMap((response) -> response.statusCode().isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)
					? Mono.fromRunnable(() -> rest(response))
						.subscribeOn(Schedulers.boundedElastic())
						.thenReturn(response)
					: Mono.just(response));
	}

	/** Return the time to wait before the next request of this process. */
	synchronized Duration pause() {
		if (this.reserved.isEmpty()) {
			Duration first = advance(this.interval.multipliedBy(this.block), Duration.ZERO);
			long now = System.nanoTime();
			for (int i = 0; i < this.block; i++) {
				this.reserved.add(now + first.plus(this.interval.multipliedBy(i)).toNanos());
			}
		}
		return Duration.ofNanos(Math.max(0, this.reserved.remove() - System.nanoTime()));
	}

	/** Let all processes rest for as long as the platform says. */
	private synchronized void rest(ClientResponse response) {
		String seconds = response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER);
		this.reserved.clear();
		advance(Duration.ZERO,
				(seconds != null && seconds.matches("\\d{1,4}")) ? Duration.ofSeconds(Long.parseLong(seconds)) : REST);
	}

	/**
	 * Move the time of the next request.
	 * @param taken the span to take from then on
	 * @param rest the time from now on in which there is no request
	 * @return the time from now until the taken span begins
	 */
	private Duration advance(Duration taken, Duration rest) {
		Duration wait = this.transaction.execute((status) -> this.jdbc.queryForObject(
				"select next_at, current_timestamp from request_rate where id = 1 for update", (row, number) -> {
					OffsetDateTime next = row.getObject(1, OffsetDateTime.class);
					OffsetDateTime earliest = row.getObject(2, OffsetDateTime.class).plus(rest);
					OffsetDateTime begin = next.isAfter(earliest) ? next : earliest;
					this.jdbc.update("update request_rate set next_at = ? where id = 1", begin.plus(taken));
					return Duration.between(row.getObject(2, OffsetDateTime.class), begin);
				}));
		return (wait != null) ? wait : Duration.ZERO;
	}

}
