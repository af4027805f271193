package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;

/**
 * The positions of one browse: the link of a page, followed by a {@code #} and a mark
 * that is never sent. The mark contains the service, the collection, the owner and a
 * digest of the criteria; a position is only accepted for these. The page size is not
 * part of it, as it changes neither the resources nor their order.
 */
final class PagePosition {

	private static final Pattern MARK = Pattern.compile("([^/#]+/[^/#]+)/([^#]+)/([0-9a-f]{16})");

	private static final int DIGEST_LENGTH = 8;

	private static final String ADVICE = "; use a position of a browse of the same collection, criteria and"
			+ " owner, or begin with the first page";

	private final String collection;

	private final String owner;

	private final Criteria criteria;

	PagePosition(ResourceType<?> type, String owner, Criteria criteria) {
		this.collection = type.service() + "/" + type.name();
		this.owner = owner;
		this.criteria = criteria;
	}

	/**
	 * Create the position of a page.
	 * @param link the link of the page
	 * @return the position at which a browse can continue
	 */
	String at(String link) {
		return link + "#" + mark();
	}

	/**
	 * Tell whether a position has a mark. A position of an earlier version, or a link
	 * that was copied from the platform, has none.
	 */
	static boolean isMarked(String position) {
		return MARK.matcher(markOf(position)).matches();
	}

	/**
	 * Return the link of a position.
	 * @param position the position
	 * @return the link as the server sent it
	 * @throws InvalidCriteriaException if it belongs to another browse
	 */
	String link(String position) {
		Matcher mark = MARK.matcher(markOf(position));
		if (!mark.matches()) {
			return position;
		}
		if (!mark.group().equals(mark())) {
			boolean here = mark.group(1).equals(this.collection) && mark.group(2).equals(this.owner);
			throw new InvalidCriteriaException("The position belongs to a browse of "
					+ what(mark.group(1), mark.group(2)) + ", but is used for a browse of "
					+ (here ? "the same collection with other criteria, " + this.criteria
							: what(this.collection, this.owner))
					+ ADVICE);
		}
		return position.substring(0, position.lastIndexOf('#'));
	}

	/**
	 * Refuse a link without a mark if its path or its owner shows that it belongs to
	 * another browse.
	 * @param path path and query below the service's location
	 * @param collectionPath the path of the collection
	 * @throws InvalidCriteriaException if it leads to another collection, or names
	 * another owner
	 */
	void requireOwn(String path, String collectionPath) {
		int query = path.indexOf('?');
		String led = (query < 0) ? path : path.substring(0, query);
		List<String> owners = PageLinks.parameters(path, "owner");
		if (!led.equals(collectionPath) || owners.stream().anyMatch((named) -> !named.equals(this.owner))) {
			throw new InvalidCriteriaException("The position leads to '" + Printable.of(led, 100) + "' of the owner '"
					+ Printable.of(String.join(",", owners), 100) + "', but is used for a browse of '" + collectionPath
					+ "', " + what(this.collection, this.owner) + ADVICE);
		}
	}

	private String mark() {
		StringBuilder asked = new StringBuilder();
		new TreeMap<>(this.criteria.toQueryParameters()).forEach((name, values) -> {
			if (!name.equals("perPage")) {
				// the lengths separate names and values with any characters
				values.forEach((value) -> asked.append(name.length())
					.append(':')
					.append(name)
					.append(value.length())
					.append(':')
					.append(value));
			}
		});
		return this.collection + "/" + this.owner + "/" + digest(asked.toString());
	}

	private static String digest(String asked) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String markOf(String position) {
		int end = position.lastIndexOf('#');
		return (end < 0) ? "" : position.substring(end + 1);
	}

	private static String what(String collection, String owner) {
		return collection + " of the owner '" + Printable.of(owner, 100) + "'";
	}

}
