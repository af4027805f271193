package io.sequoia.test;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import org.springframework.test.context.BootstrapUtils;

/**
 * Tells JUnit, when it runs tests in parallel, which of them have the same sandbox: those
 * with the same application context.
 */
class SandboxLocks implements ResourceLocksProvider {

	private static final String NAME = "io.sequoia.sandbox";

	@Override
	public Set<Lock> provideForClass(Class<?> testClass) {
		return Set.of(new Lock(nameFor(testClass)));
	}

	@Override
	public Set<Lock> provideForNestedClass(List<Class<?>> enclosingInstanceTypes, Class<?> testClass) {
		return provideForClass(testClass);
	}

	/** Methods have the lock of their class. */
	@Override
	public Set<Lock> provideForMethod(List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
		return Set.of();
	}

	private static String nameFor(Class<?> testClass) {
		try {
			return NAME + "/"
					+ BootstrapUtils.resolveTestContextBootstrapper(testClass)
						.buildMergedContextConfiguration()
						.hashCode();
		}
		catch (RuntimeException ex) {
			// the class fails with this exception when it runs; the other classes need
			// not fail
			LogFactory.getLog(SandboxLocks.class).debug("No context can be made for " + testClass, ex);
			return NAME;
		}
	}

}
