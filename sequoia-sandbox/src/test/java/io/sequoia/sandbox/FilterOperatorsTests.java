package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operator at every filter of every service: the sandbox takes those that its
 * descriptor allows, and refuses the others.
 */
class FilterOperatorsTests {

	/** By the flag of the descriptor that allows the operator; {@code v} is a value. */
	private static final Map<String, List<String>> OPERATORS = Map.of("", List.of("v", "!v", "*", "!*"), "or",
			List.of("v||v", "!v||v"), "and", List.of("v&&v", "!v&&v"), "prefix", List.of("v*", "!v*", "*v", "!*v"),
			"range", List.of("v/v", "!v/v", "v/", "/v", "!v/", "!/v"));

	private static final Map<String, String> VALUES = Map.of("boolean", "true", "nonNegativeInteger", "1",
			"nonNegativeNumber", "1", "scores", "1", "ref", "testmock:a", "timestamp", "2014-12-25", "year", "2014",
			"version", "0123456789012345678901234567890123456789");

	/**
	 * A slash between two free texts is a part of one text, as in a title: nothing in the
	 * request tells the two apart.
	 */
	private static final Set<String> AMBIGUOUS = Set.of("v/v", "!v/v");

	@Test
	void takesWhatTheDescriptorAllowsAndNothingElse() {
		List<String> wrong = new ArrayList<>();
		int[] combinations = { 0 };
		SchemaReader.read().values().forEach((service) -> {
			JsonNode descriptor = new DescriptorWriter(service).write();
			descriptor.path("resourcefuls")
				.forEachEntry((plural, resource) -> resource.path("filters").forEachEntry((name, filter) -> {
					if (name.equals("q")) {
						return;
					}
					OPERATORS.forEach((flag, forms) -> forms.forEach((form) -> {
						combinations[0]++;
						ResourceSchema schema = service.resources().get(plural);
						boolean freeText = filter.path("valueType").asString().startsWith("string")
								&& schema.fields().get(filter.path("fieldNamePath").asString()).values().isEmpty();
						boolean allowed = flag.isEmpty() || filter.path(flag).asBoolean(false)
								|| freeText && AMBIGUOUS.contains(form);
						String value = form.replace("v",
								VALUES.getOrDefault(filter.path("valueType").asString(), "abc"));
						String refusal = refusal(service, schema, name, value);
						if (allowed != (refusal == null)) {
							wrong.add(service.name() + " " + plural + "?" + name + "=" + value + " " + filter + ": "
									+ refusal);
						}
					}));
				}));
		});
		assertThat(wrong).isEmpty();
		assertThat(combinations[0]).isGreaterThan(2000);
	}

	private static @Nullable String refusal(ServiceSchema service, ResourceSchema resource, String name, String value) {
		try {
			QueryReader.read(service, resource, new QueryParameters().add(name, value));
			return null;
		}
		catch (Problem problem) {
			assertThat(problem.status()).isEqualTo(400);
			return problem.getMessage();
		}
	}

}
