package io.sequoia.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link SequoiaSandboxMain}.
 */
final class Arguments {

	static final int DEFAULT_PORT = 8099;

	static final String USAGE = """
			Usage: java -jar sequoia-sandbox-exec.jar [argument …]

			  --port=<number>            port to listen on, 0 for a free one (8099)
			  --host=<address>           address to listen on, 0.0.0.0 in a container (127.0.0.1)
			  --owner=<name>[,<name>…]   owner of the catalogue, and further ones (testmock)
			  --client-id=<text>         id of the client that gets tokens (sandbox-client)
			  --client-secret=<text>     secret of that client (sandbox-secret)
			  --token-lifetime=<time>    lifetime of a token: PT1H, 60m, 3600s, 3600 (PT1H)
			  --latency=<time>           latency of every answer: 20ms, 1s (none)
			  --data=<folder>            folder of {service}.{resource}.json files to load
			  --empty                    start without the catalogue
			  --origins                  a port for each service, the next ones after the registry's
			  --help                     print this

			A value may also follow its argument: --port 8099
			Environment variables set values for which there is no argument: SEQUOIA_SANDBOX_OWNER,
			…_CLIENT_ID, …_CLIENT_SECRET, …_TOKEN_LIFETIME, …_LATENCY, …_DATA, …_EMPTY=true""";

	/**
	 * Not the port: Kubernetes gives every container of a namespace with a service
	 * {@code sequoia-sandbox} a variable of that name.
	 */
	private static final List<String> VARIABLES = List.of("owner", "client-id", "client-secret", "token-lifetime",
			"latency", "data", "empty");

	private final SequoiaSandbox.Builder sandbox = SequoiaSandbox.builder().port(DEFAULT_PORT);

	private boolean help;

	private Arguments() {
	}

	/**
	 * Parse arguments.
	 * @param environment the variables of the environment, over which arguments have
	 * precedence
	 * @param args the arguments
	 * @return the settings
	 * @throws IllegalArgumentException if one is not known or its value is wrong
	 */
	static Arguments parse(Map<String, String> environment, String... args) {
		Arguments arguments = new Arguments();
		VARIABLES.forEach((name) -> arguments.applyVariable(name, environment));
		Iterator<String> rest = List.of(args).iterator();
		while (rest.hasNext()) {
			arguments.parse(rest.next(), rest);
		}
		return arguments;
	}

	boolean help() {
		return this.help;
	}

	SequoiaSandbox.Builder sandbox() {
		return this.sandbox;
	}

	private void applyVariable(String name, Map<String, String> environment) {
		String variable = "SEQUOIA_SANDBOX_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
		String value = environment.get(variable);
		Consumer<String> setting = setting("--" + name);
		if (value != null && setting != null) {
			apply("The variable " + variable, setting, value);
		}
		else if ("true".equalsIgnoreCase(value)) {
			flag("--" + name);
		}
	}

	private void parse(String argument, Iterator<String> rest) {
		int equals = argument.indexOf('=');
		String name = (equals < 0) ? argument : argument.substring(0, equals);
		Consumer<String> setting = setting(name);
		if (setting == null) {
			flag(argument);
			return;
		}
		if (equals < 0 && !rest.hasNext()) {
			throw new IllegalArgumentException("The argument " + name + " needs a value");
		}
		apply("The argument " + name, setting, (equals < 0) ? rest.next() : argument.substring(equals + 1));
	}

	private static void apply(String place, Consumer<String> setting, String value) {
		try {
			setting.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(place + " is wrong: " + ex.getMessage(), ex);
		}
	}

	private void flag(String argument) {
		switch (argument) {
			case "--help", "-h" -> this.help = true;
			case "--empty" -> this.sandbox.emptyCatalogue();
			case "--origins" -> this.sandbox.originPerService();
			default -> throw new IllegalArgumentException("There is no argument " + argument);
		}
	}

	private @Nullable Consumer<String> setting(String name) {
		return switch (name) {
			case "--port" -> (value) -> this.sandbox.port(number(value));
			case "--host" -> this.sandbox::host;
			case "--owner" -> this::owners;
			case "--client-id" -> this.sandbox::clientId;
			case "--client-secret" -> this.sandbox::clientSecret;
			case "--token-lifetime" -> (value) -> this.sandbox.tokenLifetime(duration(value));
			case "--latency" -> (value) -> this.sandbox.latency(duration(value));
			case "--data" -> (value) -> this.sandbox.data(folder(value));
			default -> null;
		};
	}

	private void owners(String value) {
		String[] owners = value.split(",", -1);
		this.sandbox.owner(owners[0]);
		this.sandbox.furtherOwners(List.of(owners).subList(1, owners.length).toArray(String[]::new));
	}

	private static int number(String value) {
		if (!value.matches("\\d{1,9}")) {
			throw new IllegalArgumentException("'" + value + "' is not a number");
		}
		return Integer.parseInt(value);
	}

	private static Duration duration(String value) {
		return Durations.parseShort(value);
	}

	private static Path folder(String value) {
		Path folder = Path.of(value);
		if (!Files.isDirectory(folder)) {
			throw new IllegalArgumentException("'" + value + "' is not a folder");
		}
		return folder;
	}

}
