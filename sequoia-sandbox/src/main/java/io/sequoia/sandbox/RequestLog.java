package io.sequoia.sandbox;

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

	private final Deque<LoggedRequest> requests = new ArrayDeque<>();

	private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);

	RequestLog() {
	}

	/**
	 * Return all requests that are kept.
	 * @return the requests, the oldest first
	 */
	public List<LoggedRequest> all() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
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
		}
	}

	void add(LoggedRequest request) {
		synchronized (this.requests) {
			this.counts.merge(request.operation(), 1L, Long::sum);
			this.requests.add(request);
			if (this.requests.size() > CAPACITY) {
				this.requests.remove();
			}
		}
	}

}
