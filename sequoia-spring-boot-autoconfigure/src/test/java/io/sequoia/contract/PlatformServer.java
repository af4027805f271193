package io.sequoia.contract;

import java.util.List;
import java.util.Map;

import org.springframework.util.MultiValueMap;

/**
 * A platform as its clients see it, holding the resources of {@link Catalogue} for the
 * owner {@value #OWNER}.
 */
interface PlatformServer extends AutoCloseable {

	String OWNER = "testmock";

	String CLIENT_ID = "contract-client";

	String CLIENT_SECRET = "contract-secret";

	/** Where the registry is. */
	String url();

	/** Be as at the start. */
	void reset();

	/** What was asked, the oldest first. */
	List<SentRequest> sent();

	/** Refuse all tokens given so far. */
	void revokeTokens();

	/**
	 * A query of contents and what the protocol says that its answer is: the names of the
	 * resources of each page. A server that evaluates queries finds them itself.
	 */
	void documents(MultiValueMap<String, String> query, List<List<String>> pages);

	/**
	 * A query of contents and the file that holds the answer. A server that evaluates
	 * queries finds it itself.
	 */
	void documents(MultiValueMap<String, String> query, String file);

	/** What it was given of a content, without what the platform itself adds. */
	Map<String, Object> written(String name);

	@Override
	void close();

}
