package io.sequoia.sample.documented;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Is an application of the components that the pages show, with the settings of the
 * sample, on a sandbox of its own. It is started for the first test that asks for it and
 * ends with the tests.
 */
final class DocumentedApplication {

	private static final String REPOSITORIES = "docs/repositories.md";

	private static final ConfigurableApplicationContext CONTEXT = start();

	private DocumentedApplication() {
	}

	private static ConfigurableApplicationContext start() {
		DocumentedCode code = DocumentedCode.get();
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(code.classLoader()),
				Client.class, code.type(REPOSITORIES, "Catalogue"), code.type(REPOSITORIES, "TitleTrimmer"),
				code.type("docs/web.md", "FilmController"), code.type("docs/connection.md", "RawContents"),
				code.type("docs/connection.md", "SequoiaClients"),
				code.type("docs/connection.md", "TitlesConfiguration"));
		SequoiaSandbox sandbox = SequoiaSandbox.start();
		application.addInitializers(
				(context) -> ((GenericApplicationContext) context).registerBean(SequoiaSandbox.class, () -> sandbox));
		application.setAdditionalProfiles("live");
		return application.run("--server.port=0", "--sequoia.retry.interval=1ms", "--sequoia.retry.max-time=60s",
				"--spring.http.serviceclient.metadata.base-url=sequoia://metadata/data",
				"--SEQUOIA_REGISTRY_URL=" + sandbox.registryUrl(), "--SEQUOIA_OWNER=" + sandbox.owner(),
				"--SEQUOIA_CLIENT_ID=" + sandbox.clientId(), "--SEQUOIA_CLIENT_SECRET=" + sandbox.clientSecret());
	}

	static <T> T bean(Class<T> type) {
		return CONTEXT.getBean(type);
	}

	static int port() {
		return CONTEXT.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Call a method of a type that only a page has.
	 * @param target the bean or object
	 * @param method the name of the method
	 * @param arguments its arguments
	 * @return its value
	 */
	@SuppressWarnings("unchecked")
	static <T> T call(Object target, String method, Object... arguments) throws Exception {
		Method found = Stream.concat(Stream.of(ClassUtils.getAllInterfaces(target)), Stream.of(target.getClass()))
			.flatMap((type) -> Stream.of(ReflectionUtils.getAllDeclaredMethods(type)))
			.filter((candidate) -> candidate.getName().equals(method)
					&& candidate.getParameterCount() == arguments.length)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(method));
		ReflectionUtils.makeAccessible(found);
		try {
			return (T) found.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

	// no @Configuration, which the sample's own component scan would find
	@EnableAutoConfiguration
	@EnableSequoiaRepositories("documented.docsrepositories")
	@EnableReactiveSequoiaRepositories("documented.docsrepositories")
	static class Client {

	}

}
