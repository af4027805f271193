package io.sequoia.test;

import java.lang.reflect.Executable;
import java.util.Optional;

import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.support.TestConstructorUtils;

/**
 * Clears the sandbox before each test and hands it to parameters. It is the sandbox of
 * the application context that the test has at that moment.
 */
class SandboxExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	/**
	 * Clear what another class with the same context has left. A nested class begins with
	 * what the class around it has, if it has the same sandbox.
	 */
	@Override
	public void beforeAll(ExtensionContext test) {
		if (settings(test) != null) {
			Store store = test.getStore(Namespace.create(SandboxExtension.class));
			// wrapped, as JUnit would close the sandbox at the end of the class
			Optional<SequoiaSandbox> sandbox = Optional.of(sandbox(test));
			if (!sandbox.equals(store.get(SequoiaSandbox.class))) {
				sandbox.get().reset();
				store.put(SequoiaSandbox.class, sandbox);
			}
		}
	}

	@Override
	public void beforeEach(ExtensionContext test) {
		WithSandbox settings = settings(test);
		if (settings == null) {
			return;
		}
		SequoiaSandbox sandbox = sandbox(test);
		if (settings.keepData()) {
			sandbox.faults().clear();
			sandbox.requests().clear();
		}
		else {
			sandbox.reset();
		}
	}

	/** Refuse parameters that Spring injects. */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
		return parameter.getParameter().getType() == SequoiaSandbox.class && settings(test) != null
				&& !parameter.isAnnotated(Autowired.class) && !parameter.isAnnotated(Qualifier.class)
				&& !parameter.isAnnotated(Value.class) && !isAutowired(parameter.getDeclaringExecutable(), test);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
		return sandbox(test);
	}

	private static boolean isAutowired(Executable executable, ExtensionContext test) {
		return TestConstructorUtils.isAutowirableConstructor(executable,
				(name) -> test.getConfigurationParameter(name).orElse(null));
	}

	private static @Nullable WithSandbox settings(ExtensionContext test) {
		return TestContextAnnotationUtils.findMergedAnnotation(test.getRequiredTestClass(), WithSandbox.class);
	}

	private static SequoiaSandbox sandbox(ExtensionContext test) {
		return SpringExtension.getApplicationContext(test)
			.getBean(SandboxContextCustomizer.SANDBOX, SequoiaSandbox.class);
	}

}
