package io.sequoia.rig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * WireMock between the client and the ledger, as a second implementation of broken
 * connections.
 */
final class WireMockFront implements AutoCloseable {

	private static final int LAST = 100;

	private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

	WireMockFront(Ledger ledger) {
		this.server.start();
		proxy("/services/.*", Step.REGISTRY, ledger);
		proxy("/[^/]+/identity/.*", Step.TOKEN, ledger);
		proxy("/[^/]+/metadata/.*", Step.READ, ledger);
	}

	private void proxy(String path, Step step, Ledger ledger) {
		this.server.stubFor(any(urlPathMatching(path)).atPriority(LAST)
			.willReturn(aResponse().proxiedFrom(ledger.door(step).url())));
	}

	String url() {
		return this.server.baseUrl();
	}

	/** Break the connection of the next request of a kind. */
	void breakNext(Step step, Fault fault) {
		this.server.resetScenarios();
		this.server.stubFor(matching(step).inScenario("next")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("done")
			.willReturn(aResponse().withFault(fault)));
	}

	private static MappingBuilder matching(Step step) {
		return switch (step) {
			case REGISTRY -> any(urlPathMatching("/services/.*"));
			case TOKEN -> any(urlPathMatching(".*/oauth/token"));
			case DESCRIPTOR -> any(urlPathMatching(".*/descriptor/raw"));
			case READ -> request("GET", urlPathMatching(".*/items/.*"));
			case BROWSE -> request("GET", urlPathMatching(".*/items"));
			case STORE -> request("POST", urlPathMatching(".*/items"));
			case UPDATE -> request("PUT", anyUrl());
			case DELETE -> request("DELETE", anyUrl());
		};
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
