package io.sequoia.core;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.sequoia.contract.Proves;
import io.sequoia.discovery.ServiceDescriptor.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The addresses of routes (docs/protocol.md, section 12).
 */
class RouteAddressTests {

	private static final Route ROUTE = new Route("start", "POST", "/executions/{owner}/{name}/{step?}",
			Map.of("mode", true, "note", false));

	@Test
	@Proves("12 route")
	void fillsPartsAndParametersAndTheTenantByDefault() {
		assertThat(RouteAddress.of(ROUTE, Map.of("name", "a/b ?", "mode", "x&y=z", "step", 7), "testmock"))
			.isEqualTo("/executions/testmock/a%2Fb%20%3F/7?mode=x%26y%3Dz");
	}

	@Test
	@Proves("12 optional part")
	void leavesOutAnOptionalPartWithItsSlash() {
		assertThat(RouteAddress.of(ROUTE, Map.of("name", "n", "mode", "m", "owner", "testmock"), "testmock"))
			.isEqualTo("/executions/testmock/n?mode=m");
		assertThat(RouteAddress.of(ROUTE, Map.of("name", "n", "mode", "m", "step", ""), "testmock"))
			.isEqualTo("/executions/testmock/n?mode=m");
	}

	@Test
	void repeatsAParameterForEachOfSeveralValues() {
		assertThat(RouteAddress.of(ROUTE, Map.of("name", "n", "mode", List.of("a", "b&c"), "note", Set.of("x")),
				"testmock"))
			.isEqualTo("/executions/testmock/n?mode=a&mode=b%26c&note=x");
	}

	@Test
	void repeatsAParameterForEachElementOfAnArray() {
		assertThat(RouteAddress.of(ROUTE,
				Map.of("name", "n", "mode", new String[] { "a", "b" }, "note", new int[] { 1, 2 }), "testmock"))
			.isEqualTo("/executions/testmock/n?mode=a&mode=b&note=1&note=2");
	}

	@ParameterizedTest
	@MethodSource
	void aRequiredParameterNeedsAValue(Object none) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", "n", "mode", none), "testmock"))
			.withMessageContaining("needs the parameter 'mode'");
	}

	static Stream<Arguments> aRequiredParameterNeedsAValue() {
		return Stream.of(Arguments.of(List.of()), Arguments.of(Set.of()), Arguments.of((Object) new String[0]));
	}

	@Test
	void aValueOfAParameterIsNotNull() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", "n", "mode", Arrays.asList("a", null)), "testmock"))
			.withMessageContaining("'mode'")
			.withMessageContaining("must not be null");
	}

	@ParameterizedTest
	@MethodSource
	void aPartOfThePathTakesOneValue(Object several) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", several, "mode", "m"), "testmock"))
			.withMessageContaining("takes one value of 'name'");
	}

	static Stream<Arguments> aPartOfThePathTakesOneValue() {
		return Stream.of(Arguments.of(List.of("a", "b")), Arguments.of(Set.of("a")),
				Arguments.of((Object) new String[] { "a" }));
	}

	@Test
	void valuesDoNotChooseTheTenant() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", "n", "mode", "m", "owner", "other"), "testmock"))
			.withMessageContaining("'testmock'")
			.withMessageContaining("'other'")
			.withMessageContaining("RequestOptions");
	}

	@Test
	void valuesStayThePiecesThatTheyStandFor() {
		Route route = new Route("parts", "GET", "/x/{a}.{b?}/y", Map.of("q", false));
		assertThatIllegalArgumentException().isThrownBy(() -> RouteAddress.of(route, Map.of("a", ".."), "testmock"))
			.withMessageContaining("'a'");
		assertThatIllegalArgumentException().isThrownBy(() -> RouteAddress.of(route, Map.of("a", " "), "testmock"))
			.withMessageContaining("lead to another path");
		assertThat(RouteAddress.of(route, Map.of("a", "a", "b", "b", "q", ".."), "testmock"))
			.isEqualTo("/x/a.b/y?q=..");
	}

	@Test
	void addsParametersToTheQueryOfTheRoute() {
		Map<String, Boolean> parameters = Map.of("q", false);
		assertThat(RouteAddress.of(new Route("a", "GET", "/x/{a}?kind=b", parameters), Map.of("a", "1", "q", "2"),
				"testmock"))
			.isEqualTo("/x/1?kind=b&q=2");
		assertThat(RouteAddress.of(new Route("a", "GET", "/x/{a?}?kind={kind}", parameters),
				Map.of("kind", "?", "q", "2"), "testmock"))
			.isEqualTo("/x?kind=%3F&q=2");
		assertThat(RouteAddress.of(new Route("a", "GET", "/{a?}?kind=b", parameters), Map.of(), "testmock"))
			.isEqualTo("/?kind=b");
	}

	@ParameterizedTest
	@CsvSource({ "/x/{}/{a},/x/%7B%7D/1", "/x/{{a}},/x/%7B1%7D", "/a|b/{a},/a%7Cb/1", "/a%zz/{a},/a%25zz/1",
			"/a%20b/{a},/a%20b/1", "/a^b[0]/{a},/a%5Eb%5B0%5D/1", "/x#{a},/x%231" })
	void escapesWhatNoAddressCanContain(String path, String address) {
		assertThat(RouteAddress.of(new Route("odd", "GET", path, Map.of()), Map.of("a", "1"), "testmock"))
			.isEqualTo(address);
		assertThat(URI.create("sequoia://workflow" + address)).hasScheme("sequoia");
	}

	@Test
	@Proves("12 required part")
	void refusesMissingAndUnknownValues() {
		assertThatIllegalArgumentException().isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("mode", "m"), "testmock"))
			.withMessageContaining("needs a value of 'name'");
		assertThatIllegalArgumentException().isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", "n"), "testmock"))
			.withMessageContaining("needs the parameter 'mode'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RouteAddress.of(ROUTE, Map.of("name", "n", "mode", "m", "nmae", "x"), "testmock"))
			.withMessageContaining("no part or parameter 'nmae'");
	}

}
