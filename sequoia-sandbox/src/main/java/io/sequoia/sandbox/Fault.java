package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import org.jspecify.annotations.Nullable;

/**
 * A fault of one answer. Immutable: every method returns a new fault.
 * <p>
 * A fault happens before the request is applied, so that for example a store has no
 * effect, unless {@link #afterApplying()} is called.
 */
public final class Fault {

	private final Kind kind;

	private final boolean applied;

	private final Duration delay;

	private final int status;

	private final Map<String, String> headers;

	private final @Nullable String contentType;

	private final byte @Nullable [] body;

	private Fault(Kind kind, boolean applied, Duration delay, int status, Map<String, String> headers,
			@Nullable String contentType, byte @Nullable [] body) {
		this.kind = kind;
		this.applied = applied;
		this.delay = delay;
		this.status = status;
		this.headers = headers;
		this.contentType = contentType;
		this.body = body;
	}

	/**
	 * Create a fault that does nothing, for correct answers before one that fails.
	 * @return the fault
	 */
	public static Fault none() {
		return new Fault(Kind.NONE, false, Duration.ZERO, 0, Map.of(), null, null);
	}

	/**
	 * Create a fault that answers with a status, and with an error in the platform's
	 * shape unless {@link #body(String, String)} sets another body.
	 * @param status the HTTP status, from 200 to 599
	 * @return the fault
	 * @throws IllegalArgumentException if it is no such status
	 */
	public static Fault status(int status) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("A status must be from 200 to 599, not " + status);
		}
		return new Fault(Kind.ANSWER, false, Duration.ZERO, status, Map.of(), null, null);
	}

	/**
	 * Create a fault that delays the correct answer.
	 * @param delay the delay; other requests are not delayed
	 * @return the fault
	 */
	public static Fault delay(Duration delay) {
		return none().delayed(delay);
	}

	/**
	 * Create a fault that resets the connection without an answer.
	 * @return the fault
	 */
	public static Fault reset() {
		return new Fault(Kind.RESET, false, Duration.ZERO, 0, Map.of(), null, null);
	}

	/**
	 * Create a fault that sends half of the correct answer's body and then closes the
	 * connection. The request is applied.
	 * @return the fault
	 */
	public static Fault truncated() {
		return new Fault(Kind.TRUNCATE, false, Duration.ZERO, 0, Map.of(), null, null);
	}

	/**
	 * Create a copy that happens after the request is applied. A delay then begins when
	 * the request is applied, which it stays if the client does not wait for the answer.
	 * @return the new fault
	 */
	public Fault afterApplying() {
		return new Fault(this.kind, true, this.delay, this.status, this.headers, this.contentType, this.body);
	}

	/**
	 * Create a copy with a delay.
	 * @param delay the delay; other requests are not delayed
	 * @return the new fault
	 */
	public Fault delayed(Duration delay) {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("A delay must not be negative: " + delay);
		}
		return new Fault(this.kind, this.applied, delay, this.status, this.headers, this.contentType, this.body);
	}

	/**
	 * Create a copy with a header in the answer.
	 * @param name the name of the header
	 * @param value its value
	 * @return the new fault
	 * @throws IllegalArgumentException if HTTP does not allow such a header
	 */
	public Fault header(String name, String value) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(value, "value");
		DefaultHttpHeadersFactory.headersFactory().newHeaders().add(name, value);
		Map<String, String> copy = new LinkedHashMap<>(this.headers);
		copy.put(name, value);
		return new Fault(this.kind, this.applied, this.delay, this.status, copy, this.contentType, this.body);
	}

	/**
	 * Create a copy with this body, for answers that do not come from the platform: the
	 * page of a proxy, an error without a body, JSON of another shape. Without it the
	 * body is an error in the platform's shape, or none for the statuses 204 and 304.
	 * @param contentType its type, such as {@code text/html} or {@code application/json},
	 * also with a charset; the text is always written as UTF-8
	 * @param body the text, empty for an answer without a body
	 * @return the new fault
	 * @throws IllegalStateException if the fault is not one with a status
	 */
	public Fault body(String contentType, String body) {
		if (this.kind != Kind.ANSWER) {
			throw new IllegalStateException("Only a fault made by status(…) has a body of its own");
		}
		return new Fault(this.kind, this.applied, this.delay, this.status, this.headers,
				Objects.requireNonNull(contentType, "contentType"), body.getBytes(StandardCharsets.UTF_8));
	}

	Kind kind() {
		return this.kind;
	}

	/** Tell whether the request is applied. */
	boolean applied() {
		return this.applied || this.kind == Kind.NONE || this.kind == Kind.TRUNCATE;
	}

	/** Tell whether the request is applied before a delay begins. */
	boolean appliedAtOnce() {
		return this.applied;
	}

	Duration delay() {
		return this.delay;
	}

	/** Describe the fault for a person. */
	String describe() {
		String text = switch (this.kind) {
			case NONE -> "the correct answer";
			case ANSWER -> "status " + this.status;
			case RESET -> "the connection is reset";
			case TRUNCATE -> "half of the body";
		};
		String late = this.delay.isZero() ? "" : " after " + TimeUnit.MILLISECONDS.convert(this.delay) + " ms";
		return text + late + ((this.applied || this.kind == Kind.TRUNCATE) ? ", the request is applied" : "");
	}

	/** Return the answer with this fault. */
	Answer answer(@Nullable Answer right) {
		if (this.kind != Kind.ANSWER) {
			Answer answer = (right != null) ? right : Answer.empty(204);
			for (Map.Entry<String, String> header : this.headers.entrySet()) {
				answer = answer.with(header.getKey(), header.getValue());
			}
			return answer;
		}
		if (this.body != null) {
			return new Answer(this.status, this.headers, this.contentType, this.body);
		}
		return new Answer(this.status, this.headers, null, (this.status == 204 || this.status == 304) ? Answer.EMPTY
				: Json.write(Problem.of(this.status, "as the fault script says").body()));
	}

	@Override
	public String toString() {
		return "Fault[" + this.kind + ((this.kind == Kind.ANSWER) ? " " + this.status : "") + "]";
	}

	enum Kind {

		NONE, ANSWER, RESET, TRUNCATE

	}

}
