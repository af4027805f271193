package io.sequoia.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The length of the path of one read, in an application with the actuator: the source
 * files of which a method runs when everything else is done. It is watched through the
 * debugger's interface of a second JVM.
 */
@Tag("long")
class PathOfReadTests {

	/** The length that was reached. It may be lowered, and is not to be raised. */
	private static final int FILES = 97;

	@Test
	void readPassesNoMoreOfOurFilesThanItDid() throws Exception {
		Set<String> files = filesOf(OneRead.class);
		assertThat(files).contains("io.sequoia.core.SequoiaTemplate", "io.sequoia.core.mapping.EnvelopeReader");
		assertThat(files).as("files on the path of one read").hasSizeLessThanOrEqualTo(FILES);
	}

	private static Set<String> filesOf(Class<?> program) throws Exception {
		VirtualMachine machine = launch(program);
		try (BufferedReader said = machine.process().inputReader(); Writer answer = machine.process().outputWriter()) {
			machine.resume();
			await(said, OneRead.READY);
			entriesOf(machine, "io.sequoia.*").addClassExclusionFilter("io.sequoia.benchmarks.*");
			entriesOf(machine, program.getName());
			machine.eventRequestManager().methodEntryRequests().forEach(EventRequest::enable);
			answer.append('\n').flush();
			return untilDone(machine);
		}
		finally {
			machine.process().destroyForcibly();
		}
	}

	private static VirtualMachine launch(Class<?> program) throws Exception {
		LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
		Map<String, Connector.Argument> arguments = connector.defaultArguments();
		arguments.get("options").setValue("-cp \"" + System.getProperty("java.class.path") + "\"");
		arguments.get("main").setValue(program.getName());
		return connector.launch(arguments);
	}

	private static void await(BufferedReader said, String word) throws IOException {
		String line = said.readLine();
		while (line != null && !line.equals(ForkedJvm.SAYS + word)) {
			line = said.readLine();
		}
		assertThat(line).as("what the program says").isNotNull();
	}

	private static MethodEntryRequest entriesOf(VirtualMachine machine, String classes) {
		MethodEntryRequest entries = machine.eventRequestManager().createMethodEntryRequest();
		entries.addClassFilter(classes);
		entries.setSuspendPolicy(EventRequest.SUSPEND_NONE);
		return entries;
	}

	/**
	 * Return the files that each read passes. What passes only one of them, such as the
	 * end of an idle connection, is not of the read.
	 */
	private static Set<String> untilDone(VirtualMachine machine) throws InterruptedException {
		List<Set<String>> reads = new ArrayList<>(List.of(new TreeSet<>()));
		while (reads.size() <= OneRead.READS) {
			EventSet events = machine.eventQueue().remove();
			for (Event event : events) {
				if (event instanceof MethodEntryEvent entry) {
					String type = entry.method().declaringType().name();
					if (entry.method().name().equals(OneRead.DONE)) {
						reads.add(new TreeSet<>());
					}
					// the outermost class; the bodies of lambdas are its methods
					else if (!type.contains("$$Lambda")) {
						reads.get(reads.size() - 1).add(type.replaceAll("[$].*", ""));
					}
				}
			}
			events.resume();
		}
		Set<String> files = reads.get(0);
		reads.subList(1, OneRead.READS).forEach(files::retainAll);
		return files;
	}

}
