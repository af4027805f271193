package io.sequoia.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sequoia.http.FilterOrder;
import io.sequoia.http.RequestFilter;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.project.SeenInTests;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of the filters, which {@code docs/connection.md} shows.
 */
class FilterOrderTests {

	private static final Map<FilterOrder, String> WORDS = new EnumMap<>(Map.ofEntries(
			Map.entry(FilterOrder.APPLICATION, "filters of the application's `WebClientCustomizer` beans"),
			Map.entry(FilterOrder.CORRELATION, "the correlation id"),
			Map.entry(FilterOrder.FAILURES, "failures become exceptions; the size of the answer is limited"),
			Map.entry(FilterOrder.CUSTOMIZERS, "filters of `SequoiaWebClientCustomizer` beans"),
			Map.entry(FilterOrder.SERVICE_CUSTOMIZERS, "filters of `SequoiaServiceWebClientCustomizer` beans"),
			Map.entry(FilterOrder.RUNNING, "requests that run are counted, for the end of the application"),
			Map.entry(FilterOrder.CALLER, "the user for whom the request is made"),
			Map.entry(FilterOrder.LOCATION, "the location of the service takes the place of `sequoia://`"),
			Map.entry(FilterOrder.USER_TOKEN, "the token of the user that is logged in"),
			Map.entry(FilterOrder.TOKEN, "the token of the client"),
			Map.entry(FilterOrder.REDIRECT, "redirects are followed"),
			Map.entry(FilterOrder.LOG, "one line of the log"),
			Map.entry(FilterOrder.OUTAGE, "hosts that do not answer are remembered"),
			Map.entry(FilterOrder.TIME_LIMIT, "the time of requests that many calls wait for is limited")));

	@Test
	void filtersOfEachClientAreInTheOrder() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SequoiaAutoConfiguration.class))
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withBean(WebClientCustomizer.class, () -> (builder) -> add(builder, FilterOrder.APPLICATION))
			.withBean(SequoiaWebClientCustomizer.class, () -> (builder) -> add(builder, FilterOrder.CUSTOMIZERS))
			.withBean(SequoiaServiceWebClientCustomizer.class,
					() -> (service, builder) -> add(builder, FilterOrder.SERVICE_CUSTOMIZERS))
			.run((context) -> {
				SequoiaWebClients.Services services = context.getBean(SequoiaWebClients.Services.class);
				List<FilterOrder> every = new ArrayList<>(List.of(FilterOrder.values()));
				every.remove(FilterOrder.TIME_LIMIT);
				assertThat(order(services.of("metadata"))).isEqualTo(every);
				every.remove(FilterOrder.SERVICE_CUSTOMIZERS);
				assertThat(order(services.any())).isEqualTo(every);
				every.add(FilterOrder.TIME_LIMIT);
				assertThat(order(services.descriptors())).isEqualTo(every);
				assertThat(order(context.getBean(SequoiaWebClients.class).control())).containsExactly(
						FilterOrder.APPLICATION, FilterOrder.CORRELATION, FilterOrder.FAILURES, FilterOrder.CUSTOMIZERS,
						FilterOrder.REDIRECT, FilterOrder.LOG, FilterOrder.OUTAGE, FilterOrder.TIME_LIMIT);
			});
	}

	@Test
	void pageShowsTheOrder() throws IOException {
		String lines = Arrays.stream(FilterOrder.values())
			.map((place) -> "| " + (place.ordinal() + 1) + " | " + WORDS.get(place) + " |\n")
			.collect(Collectors.joining());
		SeenInTests.assertShown("connection.md", getClass(), "| | filter |\n|---|---|\n" + lines);
	}

	private static void add(WebClient.Builder builder, FilterOrder place) {
		builder.filter(new Own(place));
	}

	/** The places of a client's filters, the first one the outermost. */
	private static List<FilterOrder> order(WebClient client) {
		List<FilterOrder> order = new ArrayList<>();
		client.mutate().filters((filters) -> filters.forEach((filter) -> order.add(place(filter))));
		return order;
	}

	private static FilterOrder place(ExchangeFilterFunction filter) {
		if (filter instanceof RequestFilter known) {
			return known.order();
		}
		// those of the application are wrapped, so that they set no credentials
		return (filter instanceof Own own) ? own.place() : FilterOrder.APPLICATION;
	}

	private record Own(FilterOrder place) implements ExchangeFilterFunction {

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return next.exchange(request);
		}

	}

}
