package io.sequoia.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Connects a {@link SequoiaTest @SequoiaTest} or {@link SpringBootTest @SpringBootTest}
 * to a sandbox of its own, regardless of what the application's configuration or beans
 * say about the platform's address and credentials. <pre>
 * &#64;SequoiaTest
 * &#64;WithSandbox
 * class FilmsTests {
 *
 *     &#64;Test
 *     void finds(@Autowired SequoiaTemplate sequoia, SequoiaSandbox sandbox) { … }
 *
 * }
 * </pre>
 * <p>
 * The sandbox is a bean of the application context: it starts with the context and stops
 * with it, after {@link DirtiesContext @DirtiesContext} there is a new one, and test
 * classes that share a context share it. Before each test its faults and its log of
 * requests are cleared and its resources are those of the start. Test classes of one
 * sandbox never run at the same time, nor do their methods; those of different contexts
 * may.
 * <p>
 * Methods and constructors of the test can have parameters of the type
 * {@link SequoiaSandbox}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SandboxExtension.class)
@ResourceLock(providers = SandboxLocks.class)
public @interface WithSandbox {

	/**
	 * The tenant that the catalogue belongs to and that the application calls for.
	 * @return the owner, {@code testmock} by default
	 */
	String owner() default "testmock";

	/**
	 * Tenants in addition to the first one; they start without resources.
	 * @return their names, none by default
	 */
	String[] furtherOwners() default {};

	/**
	 * Tell whether to start without the catalogue.
	 * @return {@code false} by default
	 */
	boolean emptyCatalogue() default false;

	/**
	 * Tell whether each service has a port of its own and no path, as on the platform.
	 * @return {@code false} by default: all services lie behind one port
	 */
	boolean originPerService() default false;

	/**
	 * Tell whether resources stay as the test before has left them, for tests that build
	 * on each other. Faults and log of requests are cleared all the same.
	 * @return {@code false} by default
	 */
	boolean keepData() default false;

}
