package io.sequoia.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * The client secret in a file or another resource. Messages name the key and the file,
 * never its content.
 */
final class ClientSecretFile {

	/** The key that names the file. */
	static final String KEY = "sequoia.auth.client-secret-location";

	private final String key;

	private static final int MAX_BYTES = 64 * 1024;

	private final String location;

	private final Resource resource;

	/**
	 * Find the resource; it is not read yet.
	 * @param prefix the prefix of the client's keys, such as {@code sequoia}
	 * @param location a path, or a location such as {@code file:/run/secrets/sequoia}
	 * @param resources resolves locations
	 */
	ClientSecretFile(String prefix, String location, ResourceLoader resources) {
		this.key = prefix + KEY.substring(SettingKeys.ROOT.toString().length());
		this.location = location;
		this.resource = ApplicationResourceLoader.get(resources, true).getResource(location);
	}

	/**
	 * Return the time between two readings.
	 * @return a short one for a file, a longer one for what may be far away
	 */
	Duration interval() {
		return this.resource.isFile() ? WatchedContent.OF_FILES : WatchedContent.OF_OTHERS;
	}

	/**
	 * Read the secret.
	 * @return the content without its trailing line breaks
	 * @throws IllegalStateException if there is none, or one that cannot be used
	 */
	String read() {
		String secret = withoutLineBreaks(content());
		String flaw = secret.isBlank() ? "is blank" : Text.edges(secret);
		if (flaw != null) {
			throw new Unusable(this, flaw);
		}
		return secret;
	}

	private String content() {
		try (InputStream in = this.resource.getInputStream()) {
			byte[] content = in.readNBytes(MAX_BYTES + 1);
			if (content.length > MAX_BYTES) {
				throw new Unusable(this, "is larger than 64 KB");
			}
			return new String(content, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			// no cause: the message is to name the key
			throw new Unusable(this, this.resource.exists() ? "cannot be read (" + ex.getClass().getSimpleName() + ")"
					: "does not exist");
		}
	}

	private static String withoutLineBreaks(String text) {
		int end = text.length();
		while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
			end--;
		}
		return text.substring(0, end);
	}

	/**
	 * Return the location for messages. A text that is not a location may be the secret
	 * itself, written under the wrong key.
	 */
	String printable() {
		boolean path = this.location.contains("/") || this.location.contains("\\") || this.location.contains(":");
		return path ? UrlRules.masked(this.location) : InvalidSequoiaConfigurationException.MASK;
	}

	@Override
	public String toString() {
		return "'" + this.key + "' (" + printable() + ")";
	}

	/** Tells that there is no secret that can be used. */
	static final class Unusable extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		private final String rule;

		private Unusable(ClientSecretFile file, String rule) {
			super(file + " " + rule);
			this.rule = rule;
		}

		/**
		 * Return the rule that is broken.
		 * @return a text to be read after the key
		 */
		String rule() {
			return this.rule;
		}

	}

}
