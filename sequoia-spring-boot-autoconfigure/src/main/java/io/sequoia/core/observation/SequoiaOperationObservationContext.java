package io.sequoia.core.observation;

import io.micrometer.observation.Observation;
import io.sequoia.call.Call;
import io.sequoia.http.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The data of an observed operation. Its error, if any, is the exception that the caller
 * gets.
 */
public final class SequoiaOperationObservationContext extends Observation.Context {

	private final Call call;

	private final @Nullable String correlationId;

	private final TagGuard names;

	private final @Nullable String client;

	private volatile Outcome outcome = Outcome.UNKNOWN;

	SequoiaOperationObservationContext(Call call, @Nullable String correlationId, TagGuard names,
			@Nullable String client) {
		this.client = client;
		this.call = call;
		this.correlationId = correlationId;
		this.names = names;
	}

	/**
	 * Return the name of the service that is called.
	 * @return its name in the registry; {@code unknown} until the registry or a type of
	 * the application has named it, {@code multiple} for several services
	 */
	public String getService() {
		return this.names.service(this.call.service());
	}

	/**
	 * Return the name of the client that is called.
	 * @return its name below {@code sequoia.clients}, or {@code default}; {@code null} if
	 * the application has one client only
	 */
	public @Nullable String getClient() {
		return this.client;
	}

	/**
	 * Return the name of the resource collection that is called.
	 * @return its plural name; {@code none} if no collection is called, {@code unknown}
	 * until the service or a type of the application has named it, {@code multiple} for
	 * several collections
	 */
	public String getResource() {
		return this.names.resource(this.call.service(), this.call.resource());
	}

	/**
	 * Return the kind of operation.
	 * @return the name of the template's method, for example {@code readAll}
	 */
	public String getOperation() {
		return this.call.operation();
	}

	/**
	 * Return the tenant of the call. Callers choose it, so it is not suitable as the tag
	 * of a meter unless the application knows all its tenants.
	 * @return the owner
	 */
	public String getOwner() {
		return this.call.owner();
	}

	/**
	 * Return the correlation id that all requests of the operation carry
	 * (docs/protocol.md, section 9).
	 * @return the id, or {@code null} if there is none
	 */
	public @Nullable String getCorrelationId() {
		return this.correlationId;
	}

	/**
	 * Return the outcome of the operation.
	 * @return the outcome; {@link Outcome#UNKNOWN} until the operation has ended
	 */
	public Outcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

}
