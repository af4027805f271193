package io.sequoia.http;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.transport.AddressUtils;

import static org.assertj.core.api.Assertions.assertThat;

class HttpSettingsTests {

	@ParameterizedTest
	@CsvSource({ "2001:db8::1, 2001:db8::1, true", "2001:DB8:0:0::1, 2001:db8::1, true", "::1, 0:0:0:0:0:0:0:1, true",
			"2001:db8::1, 2001:db8::2, false", "*.Example.com, a.EXAMPLE.com, true",
			"Example.com, a.example.com, false" })
	void knowsHostsBesideTheProxyInEachOfTheirForms(String written, String connected, boolean bypassed) {
		HttpSettings.Proxy proxy = new HttpSettings.Proxy("proxy.example.com", 3128, null, null, List.of(written));
		String host = AddressUtils.createUnresolved(connected, 443).getHostString();
		assertThat(proxy.isBypassed(host)).isEqualTo(bypassed);
		assertThat(proxy.isBypassed(connected.contains(":") ? "[" + connected + "]" : connected)).isEqualTo(bypassed);
	}

}
