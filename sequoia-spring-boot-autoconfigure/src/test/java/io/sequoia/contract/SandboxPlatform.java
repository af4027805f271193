package io.sequoia.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.util.MultiValueMap;

/**
 * The sandbox, which evaluates all requests itself.
 */
final class SandboxPlatform implements PlatformServer {

	private static final Set<String> OWN_FIELDS = Set.of("ref", "createdAt", "createdBy", "updatedAt", "updatedBy",
			"version");

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder()
		.owner(OWNER)
		.clientId(CLIENT_ID)
		.clientSecret(CLIENT_SECRET)
		.user(OWNER + "\\jane", "first")
		.emptyCatalogue()
		.start();

	@Override
	public String url() {
		return this.sandbox.registryUrl();
	}

	@Override
	public void reset() {
		this.sandbox.clear();
		Catalogue.resources()
			.forEach((service, collections) -> collections
				.forEach((plural, resources) -> this.sandbox.putAll(service, plural, resources)));
		this.sandbox.requests().clear();
	}

	@Override
	public List<SentRequest> sent() {
		return this.sandbox.requests()
			.all()
			.stream()
			.map((request) -> new SentRequest(request.method(), request.uri(), request.headers()))
			.toList();
	}

	@Override
	public void revokeTokens() {
		this.sandbox.faults().revokeTokens();
	}

	@Override
	public void documents(MultiValueMap<String, String> query, List<List<String>> pages) {
		// it evaluates queries
	}

	@Override
	public void documents(MultiValueMap<String, String> query, String file) {
		// it evaluates queries
	}

	@Override
	public Map<String, Object> written(String name) {
		Map<String, Object> content = new LinkedHashMap<>(this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((each) -> name.equals(each.get("name")))
			.findFirst()
			.orElseThrow());
		content.keySet().removeAll(OWN_FIELDS);
		return content;
	}

	@Override
	public void close() {
		this.sandbox.close();
	}

}
