package io.sequoia;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The details of a failed call, which every exception of this client has. The exceptions
 * themselves extend Spring's {@code DataAccessException}.
 */
public interface SequoiaFailure {

	/**
	 * Return the details of the failed call.
	 * @return the details
	 */
	Details details();

	/**
	 * Return the HTTP status of the answer.
	 * @return the status, or {@code null} if there was no answer
	 */
	default @Nullable Integer status() {
		return details().status();
	}

	/**
	 * Return the correlation id that the call was sent with, or the one in the server's
	 * answer (docs/protocol.md, section 9).
	 * @return the id, or {@code null} if no call was made
	 */
	default @Nullable String correlationId() {
		return details().correlationId();
	}

	/**
	 * Return the name of the service that was called.
	 * @return the name, or {@code null} if no service is involved
	 */
	default @Nullable String service() {
		return details().service();
	}

	/**
	 * Return the name of the resource collection that was called.
	 * @return the name, for example {@code contents}, or {@code null}
	 */
	default @Nullable String resource() {
		return details().resource();
	}

	/**
	 * Return the server's short name of the error (docs/protocol.md, section 11, {@code
	 * error}).
	 * @return the name, for example {@code Precondition Failed}, or {@code null}
	 */
	default @Nullable String error() {
		return details().error();
	}

	/**
	 * Return the fault that the server found in the request (docs/protocol.md, section
	 * 11, {@code validation}), or that the client found before it sent the request.
	 * @return the finding, or {@code null}
	 */
	default @Nullable Validation validation() {
		return details().validation();
	}

	/**
	 * Return the further data that the server sent about the error (docs/protocol.md,
	 * section 11, {@code attributes}): texts, numbers, booleans, and lists and maps of
	 * them. This client puts them into no message and no log line, as a server may repeat
	 * there what it was sent.
	 * @return the attributes by name, unmodifiable; empty if the server sent none
	 */
	default Map<String, Object> attributes() {
		return details().attributes();
	}

	/**
	 * Return the position of the page that a browse failed to get (docs/protocol.md,
	 * section 7). A browse {@code from(position)} continues with that page.
	 * @return the link of the page, followed by a {@code #} and the browse that it
	 * belongs to; {@code null} if the first page failed, or if the call was not a browse
	 */
	default @Nullable String position() {
		return details().position();
	}

	/**
	 * Return the time that the server asked to wait before the next call, counted from
	 * its answer ({@code Retry-After}).
	 * @return the time, or {@code null} if the server did not name one
	 */
	default @Nullable Duration retryAfter() {
		return null;
	}

	/**
	 * Return the outcome for each resource of a failed batch.
	 * @return the outcome, or {@code null} if no batch failed
	 */
	default @Nullable BatchOutcome batch() {
		return details().batch();
	}

	/**
	 * Create the same failure with a more detailed message.
	 * @param message the failure, its subject and the remedy
	 * @param details the details of the call
	 * @return an exception of the same type, caused by this one
	 */
	RuntimeException restated(String message, Details details);

	/**
	 * The details of a failed call.
	 *
	 * @param status the HTTP status of the answer
	 * @param correlationId the correlation id of the call
	 * @param service the name of the service
	 * @param resource the name of the resource collection
	 * @param error the server's short name of the error
	 * @param validation the fault that the server found in the request
	 * @param position the page that a browse failed to get
	 * @param batch the outcome for each resource of a batch
	 * @param attributes the further data that the server sent about the error
	 */
	// the attributes are read from JSON, whose types are all serializable
	@SuppressWarnings("serial")
	record Details(@Nullable Integer status, @Nullable String correlationId, @Nullable String service,
			@Nullable String resource, @Nullable String error, @Nullable Validation validation,
			@Nullable String position, @Nullable BatchOutcome batch,
			Map<String, Object> attributes) implements Serializable {

		/**
		 * Details of a call that was refused before any request, of which nothing is
		 * known.
		 */
		public static final Details NONE = of(null, null, null);

		/**
		 * Create the details of a call without an answer.
		 * @param correlationId the correlation id of the call
		 * @param service the name of the service
		 * @param resource the name of the resource collection
		 * @return the details
		 */
		public static Details of(@Nullable String correlationId, @Nullable String service, @Nullable String resource) {
			return new Details(null, correlationId, service, resource, null, null, null, null, Map.of());
		}

		/**
		 * Add the correlation id to a text, if the id is known and the text does not
		 * contain it.
		 * @param message the text
		 * @return the text with the id
		 */
		public String describe(String message) {
			String told = "correlation id " + this.correlationId;
			return (this.correlationId == null || message.contains(told)) ? message : message + ", " + told;
		}

		/**
		 * Create a copy with a correlation id, for another call that the same failure
		 * ends.
		 * @param correlationId the correlation id of that call
		 * @return the copy
		 */
		public Details withCorrelationId(@Nullable String correlationId) {
			return new Details(this.status, correlationId, this.service, this.resource, this.error, this.validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * Create a copy with a status.
		 * @param status the HTTP status of the answer
		 * @return the copy
		 */
		public Details withStatus(int status) {
			return new Details(status, this.correlationId, this.service, this.resource, this.error, this.validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * Create a copy with a resource collection.
		 * @param resource the name of the resource collection
		 * @return the copy
		 */
		public Details withResource(String resource) {
			return new Details(this.status, this.correlationId, this.service, resource, this.error, this.validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * Create a copy with the error that the server sent.
		 * @param error its short name
		 * @param validation the fault that the server found in the request
		 * @return the copy
		 */
		public Details withError(@Nullable String error, @Nullable Validation validation) {
			return new Details(this.status, this.correlationId, this.service, this.resource, error, validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * Create a copy with the further data that the server sent about the error.
		 * @param attributes the attributes by name
		 * @return the copy
		 */
		public Details withAttributes(Map<String, Object> attributes) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, this.position, this.batch, attributes);
		}

		/**
		 * Create a copy with the page that a browse failed to get.
		 * @param position the link of the page
		 * @return the copy
		 */
		public Details withPosition(@Nullable String position) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, position, this.batch, this.attributes);
		}

		/**
		 * Create a copy with the outcome of a batch.
		 * @param batch the outcome for each of its resources
		 * @return the copy
		 */
		public Details withBatch(BatchOutcome batch) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, this.position, batch, this.attributes);
		}

		/**
		 * Return the details without the attributes, as a server may repeat there what it
		 * was sent.
		 */
		@Override
		public String toString() {
			return "Details[status=" + this.status + ", correlationId=" + this.correlationId + ", service="
					+ this.service + ", resource=" + this.resource + ", error=" + this.error + ", validation="
					+ this.validation + ", position=" + this.position + ", batch=" + this.batch + ", attributes="
					+ this.attributes.keySet() + "]";
		}

	}

	/**
	 * The fault that a server found in a request, or that the client found before it sent
	 * one.
	 *
	 * @param source the part of the request, for example {@code payload}; {@code
	 * resource} if nothing was sent
	 * @param keys the paths of the offending values
	 */
	record Validation(@Nullable String source, List<String> keys) implements Serializable {

		public Validation {
			keys = List.copyOf(keys);
		}

	}

	/**
	 * The outcome for each resource of a failed batch, in the caller's order. Resources
	 * whose names the server makes are not listed, as they have no reference.
	 *
	 * @param applied the resources that were stored or deleted
	 * @param notApplied the resources that certainly were not
	 * @param unknown the resources of which neither is certain; read them to find out
	 * their state
	 */
	record BatchOutcome(List<Ref> applied, List<Ref> notApplied, List<Ref> unknown) implements Serializable {

		public BatchOutcome {
			applied = List.copyOf(applied);
			notApplied = List.copyOf(notApplied);
			unknown = List.copyOf(unknown);
		}

	}

}
