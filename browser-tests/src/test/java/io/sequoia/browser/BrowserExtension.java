package io.sequoia.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives tests the browser, which is started once, and fails a test after which the
 * browser's console has an error.
 */
class BrowserExtension implements ExecutionCondition, BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final List<Path> BROWSERS = List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));

	static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return (binary().isPresent() && Files.isExecutable(DRIVER))
				? ConditionEvaluationResult.enabled("Chromium is installed")
				: ConditionEvaluationResult.disabled("needs " + BROWSERS.get(0) + " and " + DRIVER
						+ ", of Debian's packages chromium and chromium-driver");
	}

	static Optional<Path> binary() {
		return BROWSERS.stream().filter(Files::isExecutable).findFirst();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		browser(context).reset(context.getRequiredTestClass().getSimpleName());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Browser browser = browser(context);
		if (context.getExecutionException().isPresent()) {
			browser.screenshot(context.getRequiredTestMethod().getName() + "-failed");
			return;
		}
		assertThat(browser.errors()).as("errors in the console of the browser").isEmpty();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Browser.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return browser(context);
	}

	private static Browser browser(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Browser.class, (key) -> new Browser(), Browser.class);
	}

}
