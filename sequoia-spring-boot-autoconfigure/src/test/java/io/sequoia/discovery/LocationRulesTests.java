package io.sequoia.discovery;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocationRulesTests {

	@ParameterizedTest(name = "registry {0}, allowed hosts {1}: {2}")
	@CsvSource({
			// the registry's own host and the hosts of its parent domain
			"https://registry.example.com,'',https://registry.example.com/metadata",
			"https://registry.example.com,'',https://metadata.example.com:8443",
			"https://registry.example.com,'',https://metadata.eu.example.com",
			"https://registry.example.com,'',https://METADATA.Example.COM",
			"https://REGISTRY.Example.com,'',HTTPS://metadata.example.com",
			"http://registry.example.com,'',https://metadata.example.com", "https://10.1.2.3,'',https://10.1.2.3:8443",
			"https://example.com,'',https://example.com/metadata",
			"https://registry.example.co.uk,'',https://metadata.example.co.uk",
			"https://registry.example.uk,'',https://metadata.example.uk",
			"https://registry.a.github.io,'',https://metadata.a.github.io",
			"https://registry.example.com.au,'',https://metadata.eu.example.com.au",
			"https://registry.amazonaws.com,'',https://metadata.amazonaws.com",
			"https://registry.platform.internal,'',https://metadata.platform.internal",
			"https://registry.svc.cluster.local,'',https://metadata.svc.cluster.local",
			"https://registry.www.ck,'',https://metadata.www.ck",
			// configured hosts
			"https://registry.example.com,*.example.org,https://metadata.example.org",
			"https://registry.example.com,*.example.org,https://a.b.example.org",
			"https://registry.example.com,*.EXAMPLE.org,https://metadata.example.ORG",
			"https://registry.example.com,Metadata.example.org,https://metadata.example.org",
			"https://registry.example.com,a.example.org *.example.net,https://b.example.net",
			// loopback
			"http://127.0.0.1:8080,'',http://127.0.0.1:9090/metadata", "http://localhost,'',http://127.0.0.1:9090",
			"http://127.0.0.1,'',http://localhost:9090", "http://[::1]:8080,'',http://[::1]:9090",
			"http://127.0.0.1,*.example.org,http://127.8.8.8" })
	void allows(URI registry, String allowedHosts, URI location) {
		assertThat(refusal(registry, allowedHosts, location)).isNull();
	}

	@ParameterizedTest(name = "registry {0}, allowed hosts {1}: {2} {3}")
	@CsvSource({
			// other hosts
			"https://registry.example.com,'',https://metadata.example.org,allowed-hosts",
			"https://registry.example.com,'',https://evilexample.com,allowed-hosts",
			"https://registry.example.com,'',https://example.com.evil.org,allowed-hosts",
			"https://registry.example.com,'',https://registry.example.com.,allowed-hosts",
			"https://registry.example.com,'',https://10.0.0.1,allowed-hosts",
			"https://example.com,'',https://other.com,allowed-hosts",
			"https://localhost,'',https://metadata.example.com,allowed-hosts",
			"https://registry.example.com,'',https://2852039166,allowed-hosts",
			"https://10.1.2.3,'',https://10.1.2.4,allowed-hosts",
			"https://10.1.2.3,'',https://x.1.2.3.com,allowed-hosts",
			// domains below which anybody can register one
			"https://example.co.uk,'',https://evil.co.uk,allowed-hosts",
			"https://Example.COM.au,'',https://evil.com.au,allowed-hosts",
			"https://example.or.jp,'',https://evil.or.jp,allowed-hosts",
			"https://registry.com.,'',https://evil.com.,allowed-hosts",
			"https://registry.co.com,'',https://evil.co.com,allowed-hosts",
			"https://example.asn.au,'',https://evil.asn.au,allowed-hosts",
			"https://a.github.io,'',https://b.github.io,allowed-hosts",
			"https://x.azurewebsites.net,'',https://y.azurewebsites.net,allowed-hosts",
			"https://x.herokuapp.com,'',https://y.herokuapp.com,allowed-hosts",
			"https://x.a.run.app,'',https://y.a.run.app,allowed-hosts",
			"https://example.foo.ck,'',https://evil.foo.ck,allowed-hosts",
			"https://example.xn--55qx5d.cn,'',https://evil.xn--55qx5d.cn,allowed-hosts",
			"https://example.kawasaki.jp,'',https://evil.kawasaki.jp,allowed-hosts",
			"https://registry.internal,'',https://evil.internal,allowed-hosts",
			// others' hosts within the parent domain
			"https://registry.amazonaws.com,'',https://evil.s3.amazonaws.com,allowed-hosts",
			"https://registry.windows.net,'',https://evil.blob.core.windows.net,allowed-hosts",
			// plain http
			"http://registry.example.com,'',http://metadata.example.com,allow-insecure",
			"http://127.0.0.1,*.example.com,http://metadata.example.com,allow-insecure",
			// configured hosts replace the default
			"https://registry.example.com,*.example.org,https://metadata.example.com,allowed-hosts",
			"https://registry.example.com,*.example.org,https://example.org,allowed-hosts",
			"https://registry.example.com,*.example.org,https://evilexample.org,allowed-hosts",
			"https://registry.example.com,a.example.org,https://b.a.example.org,allowed-hosts",
			// a path that leads to another endpoint
			"https://registry.example.com,'',https://metadata.example.com/a/../b,segment",
			"https://registry.example.com,'',https://metadata.example.com/a/%2e%2e;/b,segment",
			// no less safe than the registry
			"https://registry.example.com,'',http://metadata.example.com,is not https",
			"https://registry.example.com,*.example.org,http://metadata.example.org,is not https",
			"https://127.0.0.1,'',http://127.0.0.1,is not https", "http://127.0.0.1,'',http://127.0.0.1:99999,65535",
			"http://127.0.0.1,'',http://127.0.0.1:0,65535",
			// loopback and link-local
			"https://registry.example.com,'',https://127.0.0.1,loopback",
			"https://registry.example.com,127.0.0.1,https://127.0.0.1,loopback",
			"https://registry.example.com,localhost,https://LOCALHOST,loopback",
			"https://registry.example.com,'',https://[::1],loopback",
			"https://registry.example.com,169.254.169.254,https://169.254.169.254,link-local",
			"http://127.0.0.1,'',http://169.254.169.254,link-local", "http://[::1],'',http://[FE80::1],link-local",
			"http://[::1],'',http://[febf::1],link-local", "http://[::1],'',https://[0:0:0:0:0:0:0:2],allowed-hosts",
			"https://registry.example.com,'',https://[::ffff:127.0.0.1],loopback",
			"https://registry.example.com,'',https://[0:0:0:0:0:0:0:1],loopback",
			"http://127.0.0.1,'',http://[::ffff:169.254.169.254],link-local" })
	void refuses(URI registry, String allowedHosts, URI location, String reason) {
		assertThat(refusal(registry, allowedHosts, location)).contains(reason);
	}

	@ParameterizedTest
	@CsvSource({ "metadata.example.com", "//metadata.example.com", "ftp://metadata.example.com", "file:///etc/passwd",
			"https:metadata", "https:///metadata", "jar:https://metadata.example.com!/x",
			"https://under_score.example.com" })
	void refusesWhatIsNoAddressOfAHost(URI location) {
		assertThat(refusal(URI.create("https://registry.example.com"), "", location))
			.isEqualTo("is not an absolute http or https URL");
	}

	@Test
	void allowsPlainHttpWhereItIsAccepted() {
		LocationRules rules = new LocationRules(URI.create("http://registry.example.com"), List.of(), true);
		assertThat(rules.refuse(URI.create("http://metadata.example.com"))).isNull();
	}

	private static String refusal(URI registry, String allowedHosts, URI location) {
		List<String> hosts = allowedHosts.isEmpty() ? List.of() : Arrays.asList(allowedHosts.split(" "));
		return new LocationRules(registry, hosts, false).refuse(location);
	}

}
