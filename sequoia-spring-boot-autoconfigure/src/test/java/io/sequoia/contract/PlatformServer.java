package io.sequoia.contract;

import java.util.List;
import java.util.Map;

import org.springframework.util.MultiValueMap;

/**
 * A platform from the view of its clients, with the resources of {@link Catalogue} for
 * the owner {@value #OWNER}.
 */
interface PlatformServer extends AutoCloseable {

	String OWNER = "testmock";

	String CLIENT_ID = "contract-client";

	String CLIENT_SECRET = "contract-secret";

	/** Return the address of the registry. */
	String url();

	/** Restore the state of the start. */
	void reset();

	/** Return the requests, the oldest first. */
	List<SentRequest> sent();

	/** Refuse all tokens issued so far. */
	void revokeTokens();

	/**
	 * Add a query of contents with its documented result, the names of the resources on
	 * each page. A server that evaluates queries ignores it.
	 */
	void documents(MultiValueMap<String, String> query, List<List<String>> pages);

	/**
	 * Add a query of contents with the file of its answer. A server that evaluates
	 * queries ignores it.
	 */
	void documents(MultiValueMap<String, String> query, String file);

	/**
	 * Return the fields of a content that the server received, without those that the
	 * platform adds.
	 */
	Map<String, Object> written(String name);

	@Override
	void close();

}
