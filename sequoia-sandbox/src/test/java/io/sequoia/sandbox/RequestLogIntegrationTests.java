package io.sequoia.sandbox;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLogIntegrationTests {

	private static final String CONTENTS = "/metadata/data/contents";

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		this.http = new Http(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void tellsWhatWasAskedAndAnswered() {
		this.http
			.send(this.http.request("/metadata/data/offer-templates/?owner=testmock&withTitle=a%26b&withTitle=c%2B*")
				.header("X-Correlation-ID", "id-1")
				.GET());
		LoggedRequest request = this.sandbox.requests().of(Operation.BROWSE).get(0);
		assertThat(request.method()).isEqualTo("GET");
		assertThat(request.service()).isEqualTo("metadata");
		assertThat(request.resource()).isEqualTo("offerTemplates");
		assertThat(request.path()).isEqualTo("/metadata/data/offer-templates/");
		assertThat(request.uri()).endsWith("&withTitle=a%26b&withTitle=c%2B*");
		assertThat(request.query()).containsEntry("withTitle", List.of("a&b", "c+*"));
		assertThat(request.parameter("owner")).isEqualTo("testmock");
		assertThat(request.parameter("page")).isNull();
		assertThat(request.header("x-CORRELATION-id")).isEqualTo("id-1");
		assertThat(request.header("x-other")).isNull();
		assertThat(request.status()).isEqualTo(200);
		assertThat(request.time()).isNotNull();
	}

	@Test
	void countsByOperation() {
		String ref = CONTENTS + "/testmock:a?owner=testmock";
		this.http.post(CONTENTS + "?owner=testmock", "{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}");
		this.http.get(ref);
		this.http.get(CONTENTS + "?owner=testmock");
		this.http.put(ref, "x", "{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}");
		this.http.delete(ref);
		this.http.get("/metadata/descriptor/raw");
		this.http.get("/identity/pauth/tenants");
		this.http.get("/nothing");
		this.http.send(this.http.anonymous("/services/testmock").GET());
		for (Operation operation : Operation.values()) {
			assertThat(this.sandbox.requests().count(operation)).as(operation.name()).isOne();
			assertThat(this.sandbox.requests().counts()).containsEntry(operation, 1L);
		}
		assertThat(this.sandbox.requests().count()).isEqualTo(Operation.values().length);
		assertThat(this.sandbox.requests().all()).hasSize(Operation.values().length)
			.extracting(LoggedRequest::operation)
			.startsWith(Operation.TOKEN, Operation.STORE);
		assertThat(this.sandbox.requests().of(Operation.UPDATE).get(0).status()).isEqualTo(412);
	}

	@Test
	void forgetsWhenCleared() {
		this.http.get(CONTENTS + "?owner=testmock");
		this.sandbox.requests().clear();
		assertThat(this.sandbox.requests().all()).isEmpty();
		assertThat(this.sandbox.requests().count()).isZero();
		assertThat(this.sandbox.requests().counts()).isEmpty();
	}

	@Test
	void holdsNoSecret() {
		String token = this.http.token();
		this.http.get(CONTENTS + "?owner=testmock");
		this.http.send(this.http.anonymous("/identity/pauth/token")
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"username\":\"testmock\\\\sandbox-user\",\"password\":\"sandbox-password\"}")));
		String log = this.sandbox.requests().all().toString();
		assertThat(log).contains("Bearer ***", "Basic ***")
			.doesNotContain(token, this.sandbox.clientSecret(), "sandbox-password", "c2FuZGJveC1jbGllbnQ");
	}

	@Test
	void keepsTheLatestAndCountsAll() {
		RequestLog log = new RequestLog();
		for (int i = 0; i < 5001; i++) {
			log.add(new LoggedRequest(Instant.EPOCH, Operation.OTHER, "GET", null, null, "/" + i, Map.of(), "/" + i,
					Map.of(), 404));
		}
		assertThat(log.count()).isEqualTo(5001);
		assertThat(log.all()).hasSize(5000).first().extracting(LoggedRequest::path).isEqualTo("/1");
	}

}
