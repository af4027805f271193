package io.sequoia;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What every exception of this client can tell about the call that failed. The exceptions
 * themselves belong to Spring's {@code DataAccessException} family.
 */
public interface SequoiaFailure {

	/**
	 * What is known about the failed call.
	 * @return the details
	 */
	Details details();

	/**
	 * The HTTP status of the answer.
	 * @return the status, or {@code null} where no answer came
	 */
	default @Nullable Integer status() {
		return details().status();
	}

	/**
	 * The correlation id under which the call went out, or the one that the server
	 * answered with (PROTOCOL 9).
	 * @return the id, or {@code null} where no call was made
	 */
	default @Nullable String correlationId() {
		return details().correlationId();
	}

	/**
	 * The name of the service that was called.
	 * @return the name, or {@code null} where no service is involved
	 */
	default @Nullable String service() {
		return details().service();
	}

	/**
	 * The name of the resource collection that was called.
	 * @return the name, for example {@code contents}, or {@code null}
	 */
	default @Nullable String resource() {
		return details().resource();
	}

	/**
	 * The server's short name of the error (PROTOCOL 11, {@code error}).
	 * @return the name, for example {@code Precondition Failed}, or {@code null}
	 */
	default @Nullable String error() {
		return details().error();
	}

	/**
	 * What the server found wrong with the request (PROTOCOL 11, {@code validation}), or
	 * the validation before it was sent.
	 * @return the finding, or {@code null}
	 */
	default @Nullable Validation validation() {
		return details().validation();
	}

	/**
	 * What else the server told of the error (PROTOCOL 11, {@code attributes}): texts,
	 * numbers, booleans, and lists and maps of them. They are data of the server, and
	 * stand in no message and no log line of this client.
	 * @return the attributes by name, unmodifiable; none where it told nothing
	 */
	default Map<String, Object> attributes() {
		return details().attributes();
	}

	/**
	 * The page that a browse failed to get (PROTOCOL 7). A browse {@code from(position)}
	 * goes on there.
	 * @return the link of the page, and behind a {@code #} what it belongs to, or
	 * {@code null} where the first page failed, or no browse
	 */
	default @Nullable String position() {
		return details().position();
	}

	/**
	 * How long the server asked to wait before it is asked again, counted from its answer
	 * ({@code Retry-After}).
	 * @return the time, or {@code null} where the server named none
	 */
	default @Nullable Duration retryAfter() {
		return null;
	}

	/**
	 * What became of the resources of a failed batch.
	 * @return the outcome, or {@code null} where no batch failed
	 */
	default @Nullable BatchOutcome batch() {
		return details().batch();
	}

	/**
	 * The same failure, told with more knowledge of the call.
	 * @param message what happened, to what, and what to do
	 * @param details what is known about the call
	 * @return an exception of the same type, caused by this one
	 */
	RuntimeException restated(String message, Details details);

	/**
	 * What is known about a failed call.
	 *
	 * @param status the HTTP status of the answer
	 * @param correlationId the correlation id of the call
	 * @param service the name of the service
	 * @param resource the name of the resource collection
	 * @param error the server's short name of the error
	 * @param validation what the server found wrong with the request
	 * @param position the page that a browse failed to get
	 * @param batch what became of the resources of a batch
	 * @param attributes what else the server told of the error
	 */
	@SuppressWarnings("serial") // the attributes are read from JSON, as types that are
	record Details(@Nullable Integer status, @Nullable String correlationId, @Nullable String service,
			@Nullable String resource, @Nullable String error, @Nullable Validation validation,
			@Nullable String position, @Nullable BatchOutcome batch,
			Map<String, Object> attributes) implements Serializable {

		/**
		 * Nothing is known: the call was refused before any request.
		 */
		public static final Details NONE = of(null, null, null);

		/**
		 * Details of a call without an answer.
		 * @param correlationId the correlation id of the call
		 * @param service the name of the service
		 * @param resource the name of the resource collection
		 * @return the details
		 */
		public static Details of(@Nullable String correlationId, @Nullable String service, @Nullable String resource) {
			return new Details(null, correlationId, service, resource, null, null, null, null, Map.of());
		}

		/**
		 * Add the correlation id, if it is known, to a text that does not tell it yet.
		 * @param message the text
		 * @return the text with the id
		 */
		public String describe(String message) {
			String told = "correlation id " + this.correlationId;
			return (this.correlationId == null || message.contains(told)) ? message : message + ", " + told;
		}

		/**
		 * A copy with a status.
		 * @param status the HTTP status of the answer
		 * @return the copy
		 */
		public Details withStatus(int status) {
			return new Details(status, this.correlationId, this.service, this.resource, this.error, this.validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * A copy with a resource collection.
		 * @param resource the name of the resource collection
		 * @return the copy
		 */
		public Details withResource(String resource) {
			return new Details(this.status, this.correlationId, this.service, resource, this.error, this.validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * A copy with what the server says of the error.
		 * @param error its short name
		 * @param validation what it found wrong with the request
		 * @return the copy
		 */
		public Details withError(@Nullable String error, @Nullable Validation validation) {
			return new Details(this.status, this.correlationId, this.service, this.resource, error, validation,
					this.position, this.batch, this.attributes);
		}

		/**
		 * A copy with what else the server told of the error.
		 * @param attributes the attributes by name
		 * @return the copy
		 */
		public Details withAttributes(Map<String, Object> attributes) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, this.position, this.batch, attributes);
		}

		/**
		 * A copy with the page that a browse failed to get.
		 * @param position the link of the page
		 * @return the copy
		 */
		public Details withPosition(@Nullable String position) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, position, this.batch, this.attributes);
		}

		/**
		 * A copy with the outcome of a batch.
		 * @param batch what became of its resources
		 * @return the copy
		 */
		public Details withBatch(BatchOutcome batch) {
			return new Details(this.status, this.correlationId, this.service, this.resource, this.error,
					this.validation, this.position, batch, this.attributes);
		}

		/**
		 * What is known, without the attributes: a server may repeat there what it was
		 * sent.
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
	 * What a server found wrong with a request, or the validation before it was sent.
	 *
	 * @param source the part of the request, for example {@code payload};
	 * {@code resource} where nothing was sent
	 * @param keys the paths of the offending values
	 */
	record Validation(@Nullable String source, List<String> keys) implements Serializable {

		public Validation {
			keys = List.copyOf(keys);
		}

	}

	/**
	 * What became of the resources of a failed batch, in the caller's order. Resources
	 * whose names the server makes have no reference to be told by.
	 *
	 * @param applied those that were stored or deleted
	 * @param notApplied those that certainly were not
	 * @param unknown those of which it cannot be known; read them to learn what holds
	 */
	record BatchOutcome(List<Ref> applied, List<Ref> notApplied, List<Ref> unknown) implements Serializable {

		public BatchOutcome {
			applied = List.copyOf(applied);
			notApplied = List.copyOf(notApplied);
			unknown = List.copyOf(unknown);
		}

	}

}
