package io.sequoia.autoconfigure;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Names the library that the client needs and the class path lacks, usually because it
 * was excluded.
 */
final class MissingLibraryFailureAnalyzer implements FailureAnalyzer {

	/** The libraries of the starter, by the beginning of the names of their classes. */
	private static final Map<String, String> LIBRARIES = Map.of("com.nimbusds.", "com.nimbusds:oauth2-oidc-sdk",
			"io.netty.", "io.netty:netty-handler and its relatives", "org.springframework.boot.webclient.",
			"org.springframework.boot:spring-boot-webclient", "org.springframework.data.",
			"org.springframework.data:spring-data-commons", "org.springframework.security.oauth2.",
			"org.springframework.security:spring-security-oauth2-client", "org.springframework.web.reactive.",
			"org.springframework:spring-webflux", "reactor.netty.", "io.projectreactor.netty:reactor-netty-http",
			"tools.jackson.", "tools.jackson.core:jackson-databind");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String type = missingType(failure);
		String library = LIBRARIES.entrySet()
			.stream()
			.filter((entry) -> type.contains(entry.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
		if (library == null || !isOfSequoia(failure)) {
			return null;
		}
		return new FailureAnalysis(
				"The Sequoia client needs the library " + library + ", which is not on the class path: " + type
						+ " was not found.",
				"Remove the exclusion of " + library
						+ " from the build, or add the library. If the client is not needed, exclude"
						+ " SequoiaAutoConfiguration and SequoiaRepositoriesAutoConfiguration.",
				failure);
	}

	private static String missingType(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof NoClassDefFoundError) {
				return String.valueOf(cause.getMessage()).replace('/', '.');
			}
			if (cause instanceof TypeNotPresentException missing) {
				return missing.typeName();
			}
		}
		return "";
	}

	private static boolean isOfSequoia(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).replace('/', '.').contains("io.sequoia.")
					|| Arrays.stream(cause.getStackTrace())
						.anyMatch((frame) -> frame.getClassName().startsWith("io.sequoia."))) {
				return true;
			}
		}
		return false;
	}

}
