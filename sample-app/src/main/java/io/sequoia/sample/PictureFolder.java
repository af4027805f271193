package io.sequoia.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The files of the pictures that were uploaded to this service. The platform's assets
 * hold no files, only addresses: here those of {@code /pictures}.
 */
@Component
class PictureFolder {

	static final String PATH = "/pictures/";

	private static final Pattern FILE = Pattern.compile("[0-9a-f]{64}\\.(png|jpg)");

	private static final Pattern ADDRESS = Pattern.compile(".*" + PATH + "(" + FILE + ")");

	private final Path folder;

	PictureFolder(@Value("${sample.pictures.folder}") Path folder) {
		this.folder = folder;
	}

	/** Store a picture, as a whole or not at all. */
	void store(Picture picture) {
		try {
			Files.createDirectories(this.folder);
			Path part = Files.createTempFile(this.folder, "upload", ".part");
			try {
				Files.write(part, picture.bytes());
				Files.move(part, this.folder.resolve(picture.fileName()), StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(part);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The picture cannot be stored in " + this.folder, ex);
		}
	}

	/** Find a picture by the name of its file. */
	Optional<Resource> find(String fileName) {
		return Optional.of(fileName)
			.filter((name) -> FILE.matcher(name).matches())
			.map(this.folder::resolve)
			.filter(Files::isRegularFile)
			.map(FileSystemResource::new);
	}

	/**
	 * Find the path at which this service answers a picture, for the address that the
	 * platform has stored. Pictures on other hosts have no such path, because the page
	 * loads nothing from other hosts.
	 */
	Optional<String> path(@Nullable URI url) {
		Matcher address = ADDRESS.matcher((url != null && url.getPath() != null) ? url.getPath() : "");
		return address.matches() ? find(address.group(1)).map((file) -> PATH + address.group(1)) : Optional.empty();
	}

}
