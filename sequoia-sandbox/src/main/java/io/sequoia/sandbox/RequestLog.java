package io.sequoia.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that the sandbox has answered, without secrets. The latest
 * {@value #CAPACITY} are kept; the counts count all. Thread-safe.
 */
public final class RequestLog {

	private static final int CAPACITY = 5000;

	private final Deque<Entry> requests = new ArrayDeque<>();

	private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);

	private long last;

	private int clearings;

	RequestLog() {
	}

	/**
	 * Return all requests that are kept.
	 * @return the requests, the oldest first
	 */
	public List<LoggedRequest> all() {
		synchronized (this.requests) {
			return this.requests.stream().map(Entry::request).toList();
		}
	}

	/**
	 * Return the kept requests of one operation.
	 * @param operation the operation
	 * @return the requests, the oldest first
	 */
	public List<LoggedRequest> of(Operation operation) {
		return all().stream().filter((request) -> request.operation() == operation).toList();
	}

	/**
	 * Count all requests.
	 * @return the number of requests since the start or {@link #clear()}
	 */
	public long count() {
		synchronized (this.requests) {
			return this.counts.values().stream().mapToLong(Long::longValue).sum();
		}
	}

	/**
	 * Count the requests of one operation.
	 * @param operation the operation
	 * @return the number of requests since the start or {@link #clear()}
	 */
	public long count(Operation operation) {
		synchronized (this.requests) {
			return this.counts.getOrDefault(operation, 0L);
		}
	}

	/**
	 * Count the requests by operation.
	 * @return the counts of all operations with requests
	 */
	public Map<Operation, Long> counts() {
		synchronized (this.requests) {
			return Collections.unmodifiableMap(new EnumMap<>(this.counts));
		}
	}

	/**
	 * Remove all requests and counts.
	 */
	public void clear() {
		synchronized (this.requests) {
			this.requests.clear();
			this.counts.clear();
			this.clearings++;
		}
	}

	/** Return how often the log was cleared. */
	int clearings() {
		synchronized (this.requests) {
			return this.clearings;
		}
	}

	void add(LoggedRequest request) {
		add(request, Duration.ZERO);
	}

	/** Add a request with the time until its answer was ready. */
	void add(LoggedRequest request, Duration took) {
		synchronized (this.requests) {
			this.counts.merge(request.operation(), 1L, Long::sum);
			this.requests.add(new Entry(++this.last, request, took));
			if (this.requests.size() > CAPACITY) {
				this.requests.remove();
			}
		}
	}

	/**
	 * Add a request whose client did not wait for the answer, unless the log was cleared
	 * since the request came: the next test has nothing to do with it.
	 */
	void addUnanswered(LoggedRequest request, Duration took, int clearingsBefore) {
		synchronized (this.requests) {
			if (this.clearings == clearingsBefore) {
				add(request, took);
			}
		}
	}

	/** Return the first kept requests after the one of this number. */
	Part after(long number, int max) {
		synchronized (this.requests) {
			return part(this.requests.stream().filter((entry) -> entry.number() > number).limit(max).toList());
		}
	}

	/** Return the latest requests, the oldest first. */
	Part latest(int max) {
		synchronized (this.requests) {
			return part(this.requests.stream().skip(Math.max(0, this.requests.size() - max)).toList());
		}
	}

	private Part part(List<Entry> entries) {
		Entry oldest = this.requests.peek();
		long next = entries.isEmpty() ? this.last : entries.get(entries.size() - 1).number();
		return new Part((oldest != null) ? oldest.number() : this.last + 1, next, entries);
	}

	/**
	 * A request with its number, which continues after {@link #clear()}, and the time
	 * until its answer was ready.
	 */
	record Entry(long number, LoggedRequest request, Duration took) {

	}

	/**
	 * A part of the log.
	 *
	 * @param first the number of the oldest request that is kept
	 * @param next the number after which the next part begins
	 * @param entries the requests, the oldest first
	 */
	record Part(long first, long next, List<Entry> entries) {

	}

}
