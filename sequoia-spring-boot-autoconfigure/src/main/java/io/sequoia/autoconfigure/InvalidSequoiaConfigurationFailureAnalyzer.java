package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link InvalidSequoiaConfigurationException}: for each wrong setting its
 * value, its origin, the rule that it breaks and the remedy.
 */
final class InvalidSequoiaConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidSequoiaConfigurationException> {

	private final Environment environment;

	InvalidSequoiaConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSequoiaConfigurationException cause) {
		return new FailureAnalysis(description(cause.violations()), action(cause.violations()), cause);
	}

	private String description(List<Violation> violations) {
		StringBuilder description = new StringBuilder("The configuration of the Sequoia client has ")
			.append((violations.size() == 1) ? "one error" : violations.size() + " errors")
			.append(":");
		for (Violation violation : violations) {
			description.append(String.format("%n%n    Setting: %s", violation.key()));
			if (violation.value() != null) {
				description.append(String.format("%n    Value: %s", violation.value()));
			}
			Origin origin = origin(violation.key());
			if (origin != null) {
				description.append(String.format("%n    Origin: %s", origin));
			}
			description.append(String.format("%n    Reason: %s", violation.rule()));
		}
		return description.toString();
	}

	private String action(List<Violation> violations) {
		StringBuilder action = new StringBuilder("Change the configuration:").append(System.lineSeparator());
		for (Violation violation : violations) {
			action.append(String.format("%n    %s: %s.", violation.key(), violation.remedy()));
		}
		return action.toString();
	}

	private @Nullable Origin origin(String key) {
		if (!ConfigurationPropertyName.isValid(key)) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		Origin origin = origin(name);
		// a list may be written as one text
		return (origin == null && name.isLastElementIndexed()) ? origin(name.getParent()) : origin;
	}

	private @Nullable Origin origin(ConfigurationPropertyName name) {
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.map((source) -> source.getConfigurationProperty(name))
			.filter(Objects::nonNull)
			.findFirst()
			.map(ConfigurationProperty::getOrigin)
			.orElse(null);
	}

}
