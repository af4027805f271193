package io.sequoia.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The command line of the platform. The application context, and with it the platform or
 * a sandbox, is started only for commands that need it.
 */
@Command(name = "sequoia", mixinStandardHelpOptions = true, versionProvider = Version.class,
		description = "Reads and writes the resources of a Sequoia platform.",
		footer = { "",
				"The platform is that of sequoia.registry.url, sequoia.owner and the like, in an application.yml of",
				"the working directory or as SEQUOIA_REGISTRY_URL, SEQUOIA_OWNER …; without them it is a sandbox in memory.",
				"", "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 not found, 4 not allowed,",
				"141 the reader of a pipe has closed it" },
		subcommands = { ServicesCommand.class, BrowseCommand.class, ReadCommand.class, CountCommand.class,
				StoreCommand.class, DeleteCommand.class, ExportCommand.class, ImportCommand.class,
				DownloadCommand.class, UploadCommand.class, GenerateCompletion.class })
final class SequoiaCli implements Runnable {

	@Spec
	@SuppressWarnings("NullAway.Init") // set by picocli
	private CommandSpec spec;

	/**
	 * Run a command, and exit with its code.
	 * @param arguments the command and its arguments
	 */
	public static void main(String... arguments) {
		System.exit(run(Terminal.ofTheProcess(), arguments));
	}

	/**
	 * Run a command.
	 * @param terminal the place to read from and print to
	 * @param arguments the command and its arguments
	 * @return the exit code
	 */
	static int run(Terminal terminal, String... arguments) {
		try (Platform platform = new Platform(SequoiaCli::start, terminal)) {
			CommandLine commands = new CommandLine(new SequoiaCli(), new CommandFactory(platform, terminal));
			commands.setOut(terminal.out()).setErr(terminal.err());
			FailureHandler failures = new FailureHandler(terminal);
			commands.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
			commands.setExecutionStrategy((parsed) -> execute(parsed, failures));
			return commands.execute(arguments);
		}
	}

	private static int execute(ParseResult parsed, FailureHandler failures) {
		try {
			return new RunLast().execute(parsed);
		}
		catch (OutputFailedException ex) {
			// the help is printed outside of commands, whose failures the handler gets
			return failures.handle(ex);
		}
	}

	private static ConfigurableApplicationContext start() {
		try {
			return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run();
		}
		catch (RuntimeException ex) {
			throw StartFailedException.explained(ex);
		}
	}

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "The command is missing");
	}

	@SpringBootApplication(proxyBeanMethods = false)
	static class Application {

	}

}
