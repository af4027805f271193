package io.sequoia.http;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.ConnectProxy;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.NameServer;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The network between the client and its servers: proxies, name servers, and an
 * application that allows some addresses only.
 */
class ProxyAndNamesIntegrationTests {

	private static final String FILTER = "org.springframework.boot.http.client.InetAddressFilter";

	@AutoClose
	private static final SequoiaSandbox sandbox = SequoiaSandbox.start();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void forget() {
		sandbox.requests().clear();
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void everythingGoesThroughTheProxyWithItsCredentials() {
		try (ConnectProxy proxy = new ConnectProxy(200)) {
			run(proxied(proxy, "sequoia.http.proxy.username=guest", "sequoia.http.proxy.password=pröxy:pl4nted"));

			page();

			assertThat(proxy.requests()).isNotEmpty().allSatisfy((head) -> {
				assertThat(head).startsWith("CONNECT 127.0.0.1:" + port() + " HTTP/1.1\r\n");
				assertThat(head.toLowerCase(Locale.ROOT)).contains("\r\nproxy-authorization: basic ");
				assertThat(credentials(head)).isEqualTo("guest:pröxy:pl4nted");
			});
			assertThat(sandbox.requests().all()).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.header("Proxy-Authorization")).isNull());
		}
	}

	@ParameterizedTest
	@CsvSource({ "407, without credentials, 1", "403, does not allow this client, 1", "502, could not connect, 4" })
	void proxyThatRefusesIsNamedBeforeTlsToo(int status, String told, int requests) {
		try (ConnectProxy proxy = new ConnectProxy(status)) {
			run(proxied(proxy, "sequoia.http.proxy.non-proxy-hosts=127.0.0.1", "sequoia.store.validate=false",
					"sequoia.services.metadata=https://metadata.example.com"));

			Throwable failure = catchThrowable(
					() -> template().service("metadata").post("/any", Map.of(), JsonNode.class));

			assertThat(messages(failure)).contains("the proxy 127.0.0.1:" + proxy.port(), told).doesNotContain("TLS");
			assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
			assertThat(proxy.requests()).hasSize(requests);
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, connection refused", "proxy.invalid, unknown host" })
	void proxyThatCannotBeReachedIsNamed(String host, String told) {
		run(List.of("sequoia.http.proxy.host=" + host, "sequoia.http.proxy.port=1",
				"sequoia.http.proxy.non-proxy-hosts=127.0.0.1",
				"sequoia.services.metadata=https://metadata.example.com"));

		Throwable failure = catchThrowable(() -> template().service("metadata").post("/any", Map.of(), JsonNode.class));

		assertThat(messages(failure)).contains("the proxy " + host + ":1 cannot be reached: " + told)
			.doesNotContain("sequoia.services");
		assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void proxyLooksNamesUp(boolean filtered) {
		try (ConnectProxy proxy = new ConnectProxy(200); NameServer names = NameServer.start(NameServer.nxDomain())) {
			List<String> properties = byName();
			properties.addAll(proxied(proxy, "sequoia.http.proxy.non-proxy-hosts=127.0.0.1"));
			List<Object> beans = new ArrayList<>(List.of(names.customizer()));
			if (filtered) {
				beans.add(filter((address) -> address.getHostAddress().equals("127.0.0.1")));
			}
			run(properties, beans.toArray());

			page();

			assertThat(proxy.requests()).isNotEmpty()
				.allSatisfy((head) -> assertThat(head).startsWith("CONNECT metadata.example.com:" + port()));
			assertThat(names.queries()).isZero();
		}
	}

	@Test
	void namesOfHostsThatAreReachedWithoutTheProxyAreLookedUp() {
		try (ConnectProxy proxy = new ConnectProxy(502);
				NameServer names = NameServer.start(NameServer.addresses("127.0.0.1"))) {
			List<String> properties = byName();
			properties.addAll(proxied(proxy, "sequoia.http.proxy.non-proxy-hosts=127.0.0.1,*.example.com"));
			run(properties, names.customizer());

			page();

			assertThat(proxy.requests()).isEmpty();
			assertThat(names.queries()).isPositive();
		}
	}

	@Test
	void connectionsThroughTheProxyAreUsedAgain() {
		try (ConnectProxy proxy = new ConnectProxy(200)) {
			run(proxied(proxy));
			for (int i = 0; i < 20; i++) {
				page();
			}

			// a connection may be requested before the last one is back in its pool
			assertThat(proxy.requests()).hasSizeLessThan(10);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "*.0.0.1" })
	void hostsThatAreToBeReachedWithoutTheProxyAre(String hosts) {
		try (ConnectProxy proxy = new ConnectProxy(502)) {
			run(proxied(proxy, "sequoia.http.proxy.non-proxy-hosts=other.example.com," + hosts));

			page();

			assertThat(proxy.requests()).isEmpty();
		}
	}

	@Test
	void proxyThatAsksForCredentialsIsAskedOnce() {
		try (ConnectProxy proxy = new ConnectProxy(407)) {
			run(proxied(proxy));

			Throwable failure = catchThrowable(this::page);

			assertThat(messages(failure)).contains(
					"the proxy 127.0.0.1:" + proxy.port() + " refuses to connect without credentials (407",
					"sequoia.http.proxy.username");
			assertThat(root(failure, AuthenticationFailedException.class)).isNotNull();
			assertThat(proxy.requests()).hasSize(1);
		}
	}

	@Test
	void proxyThatRefusesTheHostIsAskedOnce() {
		try (ConnectProxy proxy = new ConnectProxy(403)) {
			run(proxied(proxy));

			Throwable failure = catchThrowable(this::page);

			assertThat(messages(failure)).contains("the proxy 127.0.0.1:" + proxy.port(), "403");
			assertThat(root(failure, AccessDeniedException.class)).isNotNull();
			assertThat(proxy.requests()).hasSize(1);
		}
	}

	@Test
	void proxyThatCannotReachTheServerIsAskedAgain() {
		try (ConnectProxy proxy = new ConnectProxy(502, 502, 200)) {
			run(proxied(proxy));

			page();

			assertThat(proxy.requests()).hasSizeGreaterThan(2);
		}
	}

	@Test
	void proxyThatNeverReachesTheServerIsNamed() {
		try (ConnectProxy proxy = new ConnectProxy(502)) {
			run(proxied(proxy));

			assertThat(messages(catchThrowable(this::page))).contains("the proxy 127.0.0.1:" + proxy.port(), "502");
			assertThat(proxy.requests()).hasSize(4);
		}
	}

	@Test
	void writeThatAProxyRefusedWasNotApplied() {
		try (ConnectProxy proxy = new ConnectProxy(200)) {
			run(proxied(proxy, "sequoia.store.generate-names=false"));
			page();
			Throwable failure = catchThrowable(() -> {
				try (ConnectProxy refusing = new ConnectProxy(502)) {
					this.context.close();
					run(proxied(refusing, "sequoia.store.generate-names=false"));
					template().store(Content.of(null, "A"));
				}
			});
			assertThat(failure).isNotNull().isNotInstanceOf(OutcomeUnknownException.class);
		}
	}

	@Test
	void nameThatCannotBeLookedUpForAMomentIsLookedUpAgain() {
		try (NameServer names = NameServer.start(NameServer.servFail(), NameServer.silence(),
				NameServer.addresses("127.0.0.1"))) {
			runByName(names);

			page();

			assertThat(names.queries()).isGreaterThanOrEqualTo(3);
		}
	}

	@Test
	void nameThatCannotBeLookedUpIsTold() {
		try (NameServer names = NameServer.start(NameServer.servFail())) {
			runByName(names);

			assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::page)
				.withMessageContaining("the name of the host could not be looked up (ServFail)");
			assertThat(names.queries()).isEqualTo(4);
		}
	}

	@Test
	void nameServerThatDoesNotAnswerIsTold() {
		try (NameServer names = NameServer.start(NameServer.silence())) {
			runByName(names, "sequoia.retry.max-attempts=2");

			assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::page)
				.withMessageContaining("the name of the host could not be looked up (no answer of a name server)");
			assertThat(names.queries()).isEqualTo(2);
		}
	}

	@Test
	void nameThatDoesNotExistIsLookedUpOnce() {
		try (NameServer names = NameServer.start(NameServer.nxDomain())) {
			runByName(names);

			assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(this::page)
				.withMessageContaining("unknown host");
			assertThat(names.queries()).isEqualTo(1);
		}
	}

	@Test
	void deadAddressIsPassedOver() {
		try (NameServer names = NameServer.start(NameServer.addresses("127.0.0.9", "127.0.0.1"))) {
			runByName(names, "sequoia.retry.enabled=false");

			page();

			assertThat(names.queries()).isPositive();
		}
	}

	@Test
	void addressesThatTheApplicationDoesNotAllowGetNoConnection() {
		run(List.of(), filter((address) -> false));

		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this::page)
			.withMessageContaining("InetAddressFilter");
		assertThat(sandbox.requests().all()).isEmpty();
	}

	@Test
	void addressesOfServicesAreFilteredToo() {
		try (NameServer names = NameServer.start(NameServer.addresses("127.0.0.2", "127.0.0.1"))) {
			Object filter = filter((address) -> !address.getHostAddress().equals("127.0.0.2"));
			List<String> properties = byName();
			run(properties, names.customizer(), filter);

			page();

			this.context.close();
			sandbox.requests().clear();
			run(properties, names.customizer(), filter((address) -> !address.getHostAddress().startsWith("127.0.0.")));
			assertThat(messages(catchThrowable(this::page))).contains("InetAddressFilter");
			assertThat(sandbox.requests().all()).isEmpty();
		}
	}

	@Test
	void customizersChangeTheClientButNotWhatItsPromisesRestOn() {
		SequoiaHttpClientCustomizer changing = (client) -> client.headers((headers) -> headers.set("X-Netty", "yes"))
			.followRedirect(true)
			.disableRetry(false);
		run(List.of(), changing);

		page();

		assertThat(sandbox.requests().all()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.header("X-Netty")).isEqualTo("yes"));
	}

	private void page() {
		template().browse(Criteria.all(), Content.class).page();
	}

	private SequoiaTemplate template() {
		return this.context.getBean(SequoiaTemplate.class);
	}

	private static int port() {
		return URI.create(sandbox.registryUrl()).getPort();
	}

	private static List<String> proxied(ConnectProxy proxy, String... properties) {
		return Stream
			.concat(Stream.of("sequoia.http.proxy.host=127.0.0.1", "sequoia.http.proxy.port=" + proxy.port()),
					Stream.of(properties))
			.toList();
	}

	private void runByName(NameServer names, String... properties) {
		List<String> all = byName();
		all.addAll(List.of(properties));
		run(all, names.customizer());
	}

	/**
	 * Return properties with a service that has a name and a registry that has an
	 * address.
	 */
	private static List<String> byName() {
		return new ArrayList<>(List.of("sequoia.registry.allow-insecure=true",
				"sequoia.services.metadata=http://metadata.example.com:" + port() + "/metadata"));
	}

	private void run(List<String> properties, Object... beans) {
		List<String> all = new ArrayList<>(List
			.of(ClientApplication.connected(sandbox, "sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=4")));
		all.addAll(properties);
		this.context = ClientApplication.runWith(all, beans);
	}

	/** Create a bean of a type that Boot 4.0 does not have. */
	private static Object filter(Predicate<InetAddress> allowed) {
		ClassLoader loader = ProxyAndNamesIntegrationTests.class.getClassLoader();
		assumeTrue(ClassUtils.isPresent(FILTER, loader), "This Spring Boot has no InetAddressFilter");
		return Proxy.newProxyInstance(loader, new Class<?>[] { ClassUtils.resolveClassName(FILTER, loader) },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "matches" -> allowed.test((InetAddress) arguments[0]);
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> "filter";
				});
	}

	private static String credentials(String head) {
		String encoded = head.lines()
			.filter((line) -> line.regionMatches(true, 0, "proxy-authorization: basic ", 0, 27))
			.findFirst()
			.orElseThrow()
			.substring(27);
		return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

	private static Throwable root(Throwable failure, Class<? extends Throwable> type) {
		Throwable cause = failure;
		while (cause != null && !type.isInstance(cause)) {
			cause = cause.getCause();
		}
		return cause;
	}

}
