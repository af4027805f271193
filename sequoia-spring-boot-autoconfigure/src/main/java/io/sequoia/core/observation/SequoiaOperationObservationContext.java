package io.sequoia.core.observation;

import io.micrometer.observation.Observation;
import io.sequoia.http.Call;
import io.sequoia.http.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an operation that is observed. Its error, if any, is that of the
 * call: the exception that the caller gets.
 */
public final class SequoiaOperationObservationContext extends Observation.Context {

	private final Call call;

	private final @Nullable String correlationId;

	private final KnownNames names;

	private volatile Outcome outcome = Outcome.UNKNOWN;

	SequoiaOperationObservationContext(Call call, @Nullable String correlationId, KnownNames names) {
		this.call = call;
		this.correlationId = correlationId;
		this.names = names;
	}

	/**
	 * The service that is called.
	 * @return its name as in the registry; {@code unknown} as long as neither the
	 * registry nor a type of the application has named it, {@code multiple} for several
	 */
	public String getService() {
		return this.names.service(this.call.service());
	}

	/**
	 * The resource collection that is called.
	 * @return its plural name; {@code none} if no collection is called, {@code unknown}
	 * as long as neither the service nor a type of the application has named it,
	 * {@code multiple} for several
	 */
	public String getResource() {
		return this.names.resource(this.call.service(), this.call.resource());
	}

	/**
	 * What is done.
	 * @return the name of the template's method, for example {@code readAll}
	 */
	public String getOperation() {
		return this.call.operation();
	}

	/**
	 * The tenant in whose name the call is made. Callers choose it: it is no tag for a
	 * meter unless the application knows all tenants that it works for.
	 * @return the owner
	 */
	public String getOwner() {
		return this.call.owner();
	}

	/**
	 * The correlation id that all requests of the operation carry (PROTOCOL 9).
	 * @return the id, or {@code null} if there is none
	 */
	public @Nullable String getCorrelationId() {
		return this.correlationId;
	}

	/**
	 * How the operation ended.
	 * @return the outcome; {@link Outcome#UNKNOWN} until it has
	 */
	public Outcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

}
