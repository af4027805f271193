package io.sequoia.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.sequoia.InvalidResourceException;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.SequoiaFailure.Validation;
import io.sequoia.call.UserCode;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;

/**
 * Validates resources before they are sent: by the constraints on their types and by the
 * descriptor of their collection (docs/protocol.md, section 3). If the descriptor is not
 * precise enough, the server decides.
 */
final class ResourceValidator {

	private static final Comparator<Violation> ORDER = Comparator.comparingInt(Violation::index)
		.thenComparing(Violation::path)
		.thenComparing(Violation::message);

	private static final int MAX_TOLD = 100;

	private static final int MAX_TEXT = 500;

	private final ResourceConstraints constraints;

	private final boolean enabled;

	/**
	 * Create a validator.
	 * @param constraints the constraints on types
	 * @param enabled whether resources are checked
	 */
	ResourceValidator(ResourceConstraints constraints, boolean enabled) {
		this.constraints = constraints;
		this.enabled = enabled;
	}

	/**
	 * Create a validator for an explicit request, which checks even if resources are not
	 * checked before they are sent.
	 */
	ResourceValidator asked() {
		return this.enabled ? this : new ResourceValidator(this.constraints, true);
	}

	/**
	 * Check the constraints of a resource's type.
	 * @param resource the resource of the caller
	 * @return the violations
	 */
	List<Finding> constraints(Object resource) {
		List<Finding> findings = new ArrayList<>();
		if (this.enabled) {
			UserCode.run(() -> this.constraints.check(resource, into(findings)));
		}
		return findings;
	}

	/**
	 * Check a resource by the descriptor.
	 * @param prepared the resource in the form that is sent
	 * @param collection its collection
	 * @return the violations
	 */
	List<Finding> rules(PreparedResource prepared, ResourceDescriptor collection) {
		if (!this.enabled || collection.fields().isEmpty()) {
			return List.of();
		}
		List<Finding> findings = new ArrayList<>();
		DescriptorRules.check(prepared.json(), collection.fields(), into(findings));
		return findings;
	}

	private static BiConsumer<String, String> into(List<Finding> findings) {
		return (path, message) -> findings
			.add(new Finding(Printable.of(path, MAX_TEXT), Printable.of(message, MAX_TEXT)));
	}

	/**
	 * Sort violations by the resource, the place and the text.
	 */
	static List<Violation> ordered(List<Violation> found) {
		return found.stream().sorted(ORDER).toList();
	}

	/**
	 * Create the failure of invalid resources.
	 * @param found the violations
	 * @param total the number of given resources
	 * @param details the service and collection, if they are the same for all
	 * @return the failure, which contains all violations
	 */
	static InvalidResourceException failure(List<Violation> found, int total, Details details) {
		List<Violation> violations = ordered(found);
		String told = violations.stream()
			.limit(MAX_TOLD)
			.map((violation) -> (total > 1) ? violation.toString() : violation.statement())
			.collect(Collectors.joining("; "));
		int more = violations.size() - Math.min(violations.size(), MAX_TOLD);
		long wrong = violations.stream().mapToInt(Violation::index).distinct().count();
		String message = ((total > 1) ? wrong + " of the " + total + " resources are not valid"
				: "The resource " + ((violations.get(0).ref() != null) ? violations.get(0).ref() + " " : "")
						+ "is not valid")
				+ ", nothing was sent: " + told + ((more > 0) ? "; and " + more + " more, see violations()" : "");
		List<String> keys = violations.stream()
			.map((violation) -> ((total > 1) ? "[" + violation.index() + "]." : "") + violation.path())
			.toList();
		return new InvalidResourceException(message, details.withError(null, new Validation("resource", keys)),
				violations, null);
	}

	/**
	 * A violation of a resource in one place.
	 *
	 * @param path the path of the property
	 * @param message the rule that it breaks
	 */
	record Finding(String path, String message) {
	}

}
