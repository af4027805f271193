package io.sequoia.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tests of a module that open sockets, by the words of their sources: themselves, or
 * by another class of the module's tests. For modules whose classes are not on the class
 * path here.
 */
final class SocketUse {

	/** Servers, and the client by which tests call the endpoints of applications. */
	private static final Set<String> SERVERS = Set.of("SequoiaSandbox", "WithSandbox", "RANDOM_PORT", "ServerSocket",
			"HttpServer", "HttpClient", "bindToServer", "wiremock");

	private SocketUse() {
	}

	/** Return the simple names of the tests, each with whether it opens sockets. */
	static Map<String, Boolean> of(Path module) throws IOException {
		Map<String, Set<String>> words = words(module);
		Set<String> open = new TreeSet<>();
		while (open.addAll(users(words, open))) {
			open.retainAll(words.keySet());
		}
		return words.keySet()
			.stream()
			.filter(SocketUse::isTest)
			.collect(Collectors.toMap((name) -> name, open::contains));
	}

	/**
	 * Return the classes that use a server, or a class that tests share and that does.
	 */
	private static Set<String> users(Map<String, Set<String>> words, Set<String> open) {
		Set<String> servers = open.stream()
			.filter((name) -> !isTest(name))
			.collect(Collectors.toCollection(TreeSet::new));
		servers.addAll(SERVERS);
		return words.entrySet()
			.stream()
			.filter((type) -> !Collections.disjoint(type.getValue(), servers))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private static Map<String, Set<String>> words(Path module) throws IOException {
		Map<String, Set<String>> words = new TreeMap<>();
		try (Stream<Path> files = Files.walk(module.resolve("src/test"))) {
			for (Path file : files.filter((file) -> file.toString().matches(".*\\.(java|kt)")).toList()) {
				String name = file.getFileName().toString();
				words.put(name.substring(0, name.indexOf('.')),
						Set.copyOf(List.of(SourceComments.code(file).split("\\W+"))));
			}
		}
		return words;
	}

	private static boolean isTest(String name) {
		return name.endsWith("Tests");
	}

}
