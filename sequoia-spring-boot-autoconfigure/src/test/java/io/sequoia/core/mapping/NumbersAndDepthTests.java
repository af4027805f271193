package io.sequoia.core.mapping;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Numbers keep their digits at any place, and a resource that could not be read again is
 * not written.
 */
class NumbersAndDepthTests {

	private static final Details DETAILS = Details.of("cafe-1", "metadata", "films");

	private static final ResolvableType MAP = ResolvableType
		.forType(new ParameterizedTypeReference<Map<String, Object>>() {
		});

	private final ResourceMapper mapper = new ResourceMapper(JsonMapper.shared());

	@ParameterizedTest
	@ValueSource(strings = { "9.90", "0.10", "100", "-7", "1.0", "1234567890123456789012345678901234567890",
			"0.1234567890123456789012345678901234567890", "1e400", "1E-400", "-2.50e10", "1e2", "-0.0", "0.0000001",
			"0.000001", "0.00000010", "-0.000000123", "0.0000012", "0.0", "0.00", "0e5", "0.0000000", "1E+400" })
	void numbersKeepTheirTextWhereNoTypeIsGiven(String number) {
		String json = "{\"price\":%1$s,\"more\":{\"all\":[%1$s,{\"one\":%1$s}]}}".formatted(number);
		Map<String, Object> untyped = read(json, MAP);
		assertThat(this.mapper.write(untyped)).hasToString(json);
		Open open = read(json, ResolvableType.forClass(Open.class));
		assertThat(this.mapper.write(open)).hasToString(json);
		JsonNode included = included(json);
		assertThat(included).hasToString(json);
		assertThat(this.mapper.<Map<String, Object>>read(included, MAP, "linked.assets[0]", DETAILS))
			.hasToString(untyped.toString());
		assertThat(new String(this.mapper.envelope("films", List.of(this.mapper.serialize(untyped))),
				StandardCharsets.UTF_8))
			.isEqualTo("{\"films\":[" + json + "]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "9.90", "1e400", "-0.0", "100" })
	void anIncludedNumberHasTheTextThatItHasInAResource(String number) {
		String json = "{\"price\":" + number + "}";
		ResolvableType type = ResolvableType.forClass(Text.class);
		assertThat(this.<Text>read(json, type)).isEqualTo(new Text(number));
		assertThat(this.mapper.<Text>read(included(json), type, "", DETAILS)).isEqualTo(new Text(number));
		ResolvableType exact = ResolvableType.forClass(Exact.class);
		assertThat(this.mapper.<Exact>read(included(json), exact, "", DETAILS).price())
			.isEqualTo(new BigDecimal(number));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"share\":1e400}", "{\"boxed\":1e400}", "{\"single\":1e40}", "{\"all\":[0.1,-1e400]}",
			"{\"singles\":[1e40]}", "{\"listed\":[1e400]}" })
	void aNumberThatATypeCannotHoldIsRefused(String json) {
		ResolvableType type = ResolvableType.forClass(Floating.class);
		String property = json.substring(2, json.indexOf('"', 2));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read(json, type))
			.withMessageContaining("films[0]." + property);
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> this.mapper.read(included(json), type, "linked.assets[0]", DETAILS))
			.withMessageContaining("linked.assets[0]." + property);
	}

	@ParameterizedTest
	@CsvSource({ "null,(Cannot map `null` into type `double`)", "NaN,(Non-standard token 'NaN')",
			"-Infinity,(Non-standard token '-Infinity')", "/*1*/1,maybe a (non-standard) comment?)" })
	void whatIsRefusedComesWithoutAdviceToChangeASettingThatThereIsNot(String value, String told) {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> read("{\"share\":" + value + "}", ResolvableType.forClass(Floating.class)))
			.withMessageContaining("films[0]")
			.withMessageContaining(told);
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void whatIsNoNumberInJsonIsNotWritten(double number) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.mapper.write(Map.of("a", List.of(Map.of("b", number)))))
			.withMessageContaining("JSON has no number " + number);
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(Map.of("a", (float) number)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 62, 100, 300, 497 })
	void whatIsWrittenCanBeReadAlsoWhereItIsIncluded(int depth) {
		Map<String, Object> deep = nested(depth);
		JsonNode written = this.mapper.write(deep);
		assertThat(this.<Map<String, Object>>read(written.toString(), MAP)).isEqualTo(deep);
		assertThat(included(written.toString())).isEqualTo(written);
		assertThat(this.mapper.envelope("films", List.of(this.mapper.serialize(deep)))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 498, 1_000, 10_000, 200_000 })
	void whatCouldNotBeReadIsNotWritten(int depth) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(nested(depth)))
			.withMessageContaining("nested");
	}

	@Test
	void whatHoldsItselfIsNotWritten() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("self", List.of(map));
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(map)).withMessageContaining("nested");
		assertThatIllegalArgumentException().isThrownBy(() -> this.mapper.write(new Itself()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 501, 10_000, 1_000_000 })
	void hostileDepthIsRefused(int depth) {
		String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
		for (ResolvableType type : List.of(MAP, ResolvableType.forClass(Open.class),
				ResolvableType.forClass(Text.class))) {
			assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> read(deep, type))
				.withMessageContaining("films[0]")
				.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(1_500));
		}
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> included(deep))
			.withMessageContaining("nesting depth");
	}

	private <T> T read(String json, ResolvableType type) {
		return this.mapper
			.<T>read(List.of(("{\"films\":[" + json + "]}").getBytes(StandardCharsets.UTF_8)), "films", type, true,
					DETAILS)
			.resources()
			.get(0);
	}

	private JsonNode included(String json) {
		byte[] body = ("{\"films\":[],\"linked\":{\"assets\":[" + json + "]}}").getBytes(StandardCharsets.UTF_8);
		return this.mapper.read(List.of(body), "films", MAP, true, DETAILS).linked().get("assets").get(0);
	}

	private static Map<String, Object> nested(int depth) {
		Map<String, Object> outer = new LinkedHashMap<>();
		Map<String, Object> inner = outer;
		for (int i = 1; i < depth; i++) {
			Map<String, Object> next = new LinkedHashMap<>();
			inner.put("a", next);
			inner = next;
		}
		return outer;
	}

	static final class Open {

		private final Map<String, Object> all = new LinkedHashMap<>();

		@JsonAnyGetter
		public Map<String, Object> getAll() {
			return this.all;
		}

		@JsonAnySetter
		public void set(String name, Object value) {
			this.all.put(name, value);
		}

	}

	record Text(String price) {
	}

	record Exact(BigDecimal price) {
	}

	record Floating(double share, @Nullable Double boxed, @Nullable Float single, double @Nullable [] all,
			float @Nullable [] singles, @Nullable List<Double> listed) {
	}

	static final class Itself {

		public Itself getSelf() {
			return this;
		}

	}

}
