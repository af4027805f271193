package io.sequoia.cli;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Explains why the platform cannot be started, in place of Boot's log to the standard
 * output, which belongs to resources. The explanation is added to the failure.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

	private final @Nullable ArgumentResolver arguments;

	StartFailureReporter(@Nullable ConfigurableApplicationContext context) {
		this.arguments = (context != null) ? ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
			.and(Environment.class, context.getEnvironment()) : null;
	}

	@Override
	public boolean reportException(Throwable failure) {
		failure.addSuppressed(new StartFailedException(explanation(failure)));
		return true;
	}

	private String explanation(Throwable failure) {
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, this.arguments, (type, name, error) -> {
				// some cannot be created without a context
			});
		return analyzers.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(StartFailureReporter::text)
			.orElseGet(() -> text(NestedExceptionUtils.getMostSpecificCause(failure)));
	}

	private static String text(FailureAnalysis analysis) {
		String action = (analysis.getAction() != null) ? System.lineSeparator() + analysis.getAction() : "";
		return (analysis.getDescription() + action).strip().replaceAll("\\R(\\h*\\R)+", System.lineSeparator());
	}

	private static String text(Throwable cause) {
		if (cause instanceof MarkedYAMLException yaml) {
			// its message repeats the lines, in which secrets may be
			Mark mark = yaml.getProblemMark();
			return "The settings in an application.yml cannot be read: " + yaml.getProblem()
					+ ((mark != null) ? ", in line " + (mark.getLine() + 1) : "");
		}
		return "The platform cannot be started: " + ((cause.getMessage() != null) ? cause.getMessage() : cause);
	}

}
