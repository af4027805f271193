package io.sequoia;

import java.io.Serializable;
import java.util.List;

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
	 * What the server found wrong with the request (PROTOCOL 11, {@code validation}).
	 * @return the finding, or {@code null}
	 */
	default @Nullable Validation validation() {
		return details().validation();
	}

	/**
	 * What is known about a failed call.
	 *
	 * @param status the HTTP status of the answer
	 * @param correlationId the correlation id of the call
	 * @param service the name of the service
	 * @param resource the name of the resource collection
	 * @param error the server's short name of the error
	 * @param validation what the server found wrong with the request
	 */
	record Details(@Nullable Integer status, @Nullable String correlationId, @Nullable String service,
			@Nullable String resource, @Nullable String error,
			@Nullable Validation validation) implements Serializable {

		/**
		 * Nothing is known: the call was refused before any request.
		 */
		public static final Details NONE = new Details(null, null, null, null, null, null);

		/**
		 * Details of a call without an answer.
		 * @param correlationId the correlation id of the call
		 * @param service the name of the service
		 * @param resource the name of the resource collection
		 * @return the details
		 */
		public static Details of(@Nullable String correlationId, @Nullable String service, @Nullable String resource) {
			return new Details(null, correlationId, service, resource, null, null);
		}

		/**
		 * A copy with a status.
		 * @param status the HTTP status of the answer
		 * @return the copy
		 */
		public Details withStatus(int status) {
			return new Details(status, this.correlationId, this.service, this.resource, this.error, this.validation);
		}

	}

	/**
	 * What a server found wrong with a request.
	 *
	 * @param source the part of the request, for example {@code payload}
	 * @param keys the paths of the offending values
	 */
	record Validation(@Nullable String source, List<String> keys) implements Serializable {

		public Validation {
			keys = List.copyOf(keys);
		}

	}

}
