package io.sequoia.identity;

import org.springframework.util.Assert;

/**
 * The names of users in the platform's form.
 */
final class UserNames {

	private static final String SEPARATOR = "\\";

	private UserNames() {
	}

	static String of(String directory, String user) {
		Assert.hasText(directory, "directory must not be empty");
		Assert.hasText(user, "user must not be empty");
		Assert.isTrue(!directory.contains(SEPARATOR),
				"directory must not contain a backslash: it stands between directory and user");
		return directory + SEPARATOR + user;
	}

}
