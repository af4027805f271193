package io.sequoia.cli;

import java.util.Comparator;
import java.util.List;

import io.sequoia.discovery.RegisteredService;
import picocli.CommandLine.Command;

/**
 * Lists the services.
 */
@Command(name = "services", description = "Lists the services of the registry.")
final class ServicesCommand extends PlatformCommand {

	ServicesCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		List<List<String>> rows = platform().services()
			.stream()
			.sorted(Comparator.comparing(RegisteredService::name))
			.map((service) -> List.of(service.name(), service.location().toString()))
			.toList();
		Output.printTable(List.of("service", "location"), rows, terminal().out());
		return 0;
	}

}
