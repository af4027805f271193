package io.sequoia.discovery;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.sequoia.http.Correlated;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * A file with the last answer of the registry, used at start while the registry does not
 * answer. A file that cannot be read or written is logged and ignored, and no call fails
 * because of it.
 */
final class RegistrySnapshot {

	private static final Log logger = LogFactory.getLog(RegistrySnapshot.class);

	private final @Nullable Path file;

	private final String owner;

	/**
	 * Create the snapshot.
	 * @param file the file for the application's own tenant; further tenants have files
	 * in the same folder; with {@code null} nothing is kept
	 * @param owner the application's own tenant
	 */
	RegistrySnapshot(@Nullable Path file, String owner) {
		this.file = file;
		this.owner = owner;
	}

	/**
	 * Save an answer without making the caller wait.
	 * @param tenant the tenant whose listing it is
	 * @param answer the registry's answer
	 * @return completes at once; the file is written on another thread
	 */
	Mono<Void> save(String tenant, byte[] answer) {
		Path target = file(tenant);
		return (target == null) ? Mono.empty() : Mono.deferContextual((context) -> {
			Schedulers.boundedElastic().schedule(() -> write(target, answer, context));
			return Mono.empty();
		});
	}

	/**
	 * Load the answer that was saved last.
	 * @param tenant the tenant whose listing is needed
	 * @return the registry's answer, empty if there is none
	 */
	Mono<byte[]> load(String tenant) {
		Path source = file(tenant);
		return (source == null) ? Mono.empty()
				: Mono.deferContextual((context) -> Mono.justOrEmpty(read(source, context)))
					.subscribeOn(Schedulers.boundedElastic());
	}

	private @Nullable Path file(String tenant) {
		return (this.file == null || tenant.equals(this.owner)) ? this.file
				: this.file.resolveSibling(this.file.getFileName() + "." + tenant);
	}

	private static synchronized void write(Path target, byte[] answer, ContextView context) {
		try {
			if (Files.exists(target) && !Files.isRegularFile(target)) {
				throw new FileSystemException(target.toString(), null, "is not a file");
			}
			Path folder = target.toAbsolutePath().getParent();
			Files.createDirectories(folder);
			// readers see the old answer or the new one, never a part of it
			Path half = Files.createTempFile(folder, target.getFileName().toString(), ".tmp");
			try {
				Files.write(half, answer);
				Files.move(half, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(half);
			}
		}
		catch (IOException | RuntimeException ex) {
			Correlated.log(context,
					"The registry's answer could not be kept in " + target + " (sequoia.registry.snapshot)",
					(line) -> logger.warn(line, ex));
		}
	}

	private static byte @Nullable [] read(Path source, ContextView context) {
		try {
			return Files.readAllBytes(source);
		}
		catch (NoSuchFileException ex) {
			return null; // nothing was saved yet
		}
		catch (IOException ex) {
			Correlated.log(context,
					"The snapshot of the registry cannot be read: " + source + " (sequoia.registry.snapshot)",
					(line) -> logger.warn(line, ex));
			return null;
		}
	}

}
