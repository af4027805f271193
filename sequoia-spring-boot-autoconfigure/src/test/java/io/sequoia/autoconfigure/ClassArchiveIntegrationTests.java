package io.sequoia.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVM takes the client's classes from an archive that an earlier run of the
 * application has left, as the page on build time shows.
 */
class ClassArchiveIntegrationTests {

	private static final String FROM_ARCHIVE = "source: shared objects file";

	private static final String FROM_JAR = "file:";

	@TempDir
	private Path folder;

	@Test
	@Tag("long")
	void startsFromAnArchiveOfClasses() throws Exception {
		Path archive = this.folder.resolve("application.jsa");
		assertThatClassesAreTakenFrom(archive, "-XX:ArchiveClassesAtExit=" + archive,
				"-XX:SharedArchiveFile=" + archive);
	}

	// not among the long tests, which run on an older JVM alone
	@Test
	@EnabledIf("hasCache")
	void startsFromTheCacheOfNewerJvms() throws Exception {
		Path cache = this.folder.resolve("application.aot");
		assertThatClassesAreTakenFrom(cache, "-XX:AOTCacheOutput=" + cache, "-XX:AOTCache=" + cache);
	}

	static boolean hasCache() {
		return Runtime.version().feature() >= 25;
	}

	private void assertThatClassesAreTakenFrom(Path archive, String training, String use) throws Exception {
		String classPath = classPathOfJars();
		Path loaded = this.folder.resolve("loaded.log");
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			ForkedApplication.runWith(ForkedApplication.Calling.class, sandbox, classPath, training);
			assertThat(archive).isNotEmptyFile();
			ForkedApplication.runWith(ForkedApplication.Calling.class, sandbox, classPath, use,
					"-Xlog:class+load:file=" + loaded);
		}
		List<String> own = Files.readAllLines(loaded).stream().filter((line) -> line.contains(" io.sequoia.")).toList();
		assertThat(own).filteredOn((line) -> line.contains(FROM_ARCHIVE))
			.anyMatch((line) -> line.contains(".SequoiaAutoConfiguration "))
			.anyMatch((line) -> line.contains(".ResourceWriter "));
		assertThat(own).noneMatch((line) -> line.contains(FROM_JAR));
	}

	/** Pack folders of classes, which the JVM does not archive. */
	private String classPathOfJars() throws IOException {
		List<String> jars = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			jars.add((Files.isDirectory(path) ? pack(path, jars.size()) : path).toString());
		}
		return String.join(File.pathSeparator, jars);
	}

	private Path pack(Path classes, int number) throws IOException {
		Path jar = this.folder.resolve("classes-" + number + ".jar");
		try (OutputStream output = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(output);
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				entries
					.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, entries);
			}
		}
		return jar;
	}

}
