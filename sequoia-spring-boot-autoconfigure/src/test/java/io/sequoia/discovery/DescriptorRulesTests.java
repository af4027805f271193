package io.sequoia.discovery;

import java.util.Map;
import java.util.Set;

import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of descriptors on the values of fields, and on filters.
 */
class DescriptorRulesTests {

	@Test
	void allowedValuesAreThoseThatAreMappedAndWhatTheyBecome() {
		Field format = field("""
				{"type":"string","allowedValueMappings":{"mp4":"mp4","m4a":"mp4","hls":"m3u8"},
				 "typeInfo":{"name":"string","pattern":".+"}}""");
		assertThat(format.text().values()).containsExactlyInAnyOrder("mp4", "m4a", "hls", "m3u8");
		assertThat(format.text().demand()).isEqualTo("must be one of hls, m3u8, m4a, mp4");
		assertThat(format.text().accepts("mp4")).isTrue();
		assertThat(format.text().accepts("avi")).isFalse();
	}

	@Test
	void manyAllowedValuesAreToldInPart() {
		StringBuilder mappings = new StringBuilder();
		for (int i = 10; i < 60; i++) {
			mappings.append(mappings.isEmpty() ? "" : ",").append("\"v%d\":\"v%d\"".formatted(i, i));
		}
		assertThat(field("{\"allowedValueMappings\":{" + mappings + "}}").text().demand())
			.startsWith("must be one of v10, v11, ")
			.endsWith(", v39 and 20 more");
	}

	@Test
	void patternHoldsForTheWholeText() {
		TextRule name = field("{\"typeInfo\":{\"pattern\":\"[a-zA-Z0-9_-]+\"}}").text();
		assertThat(name.accepts("paper-lions_2")).isTrue();
		assertThat(name.accepts("paper lions")).isFalse();
		assertThat(name.accepts("")).isFalse();
		assertThat(name.demand()).isEqualTo("must match [a-zA-Z0-9_-]+");
	}

	@Test
	void patternWithAnchorsHoldsWhereTheyAre() {
		TextRule url = field("{\"typeInfo\":{\"pattern\":\"^https?://\"}}").text();
		assertThat(url.accepts("https://example.com/x")).isTrue();
		assertThat(url.accepts("ftp://example.com/x")).isFalse();
		TextRule version = field("{\"typeInfo\":{\"pattern\":\"^[a-f0-9]{4}$\"}}").text();
		assertThat(version.accepts("beef")).isTrue();
		assertThat(version.accepts("beef1")).isFalse();
	}

	@Test
	void dotStandsForLineBreaksToo() {
		assertThat(field("{\"typeInfo\":{\"pattern\":\".+\"}}").text().accepts("a\nb\u2028c")).isTrue();
	}

	@Test
	void listedValuesWinOverThePatternMadeOfThem() {
		Field ratings = field(
				"""
						{"type":"ratings","typeInfo":{"keys":{"values":["BBFC","ESRB"],"pattern":"(BBFC)|(ESRB)"},
						 "values":{"BBFC":{"pattern":"U|PG"},"ESRB":{"values":["E","E10+"],"pattern":"(E)|(E10+)"},"odd":7}}}""");
		assertThat(ratings.keys().values()).containsExactlyInAnyOrder("BBFC", "ESRB");
		assertThat(ratings.text().isAny()).isTrue();
		assertThat(ratings.values()).containsOnlyKeys("BBFC", "ESRB");
		assertThat(ratings.values().get("ESRB")).isEqualTo(new TextRule(Set.of("E", "E10+"), null));
		assertThat(ratings.values().get("ESRB").accepts("E10+")).isTrue();
		assertThat(ratings.values().get("BBFC").accepts("18")).isFalse();
	}

	@Test
	void fieldsOfObjectsAreRead() {
		Field info = field("""
				{"typeInfo":{},"fields":{"tracks":{"array":true,"fields":{"codec":{"type":"string","required":true,
				 "allowedValueMappings":{"aac":"aac"}}}}}}""");
		Field codec = info.fields().get("tracks").fields().get("codec");
		assertThat(codec.required()).isTrue();
		assertThat(codec.text().accepts("mp3")).isFalse();
	}

	@Test
	void defaultsAreSeen() {
		assertThat(field("{\"default\":false}").defaulted()).isTrue();
		assertThat(field("{\"default\":null}").defaulted()).isFalse();
		assertThat(field("{}").defaulted()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "7", "[]", "{\"typeInfo\":null}", "{\"typeInfo\":\"name\"}",
			"{\"typeInfo\":{\"pattern\":7}}", "{\"typeInfo\":{\"pattern\":{},\"keys\":7,\"values\":true}}",
			"{\"typeInfo\":{\"pattern\":\"\"}}", "{\"typeInfo\":{\"values\":[{\"a\":1}]}}",
			"{\"typeInfo\":{\"values\":[\"a\",1]}}", "{\"typeInfo\":{\"keys\":{},\"values\":{}}}",
			"{\"allowedValueMappings\":{\"a\":{\"label\":\"A\"}}}", "{\"allowedValueMappings\":{}}",
			"{\"allowedValueMappings\":[7]}", "{\"fields\":[1,2]}" })
	void whatIsNotUnderstoodDemandsNothing(String json) {
		assertThat(field(json)).isEqualTo(
				new Field("x", null, false, false, false, false, TextRule.ANY, TextRule.ANY, Map.of(), Map.of()));
	}

	@ParameterizedTest
	@ExtendWith(OutputCaptureExtension.class)
	@ValueSource(strings = { "[a-z", "(a", "*a", "[[:alpha:]]+", "[a-z&&[^b]]", "\\\\p{L}+", "\\\\Qa\\\\E", "\\\\bx",
			"\\\\s+", "(?i)abc", "(?<n>a)", "(a)\\\\1", "a{2,1}", "[^]+", "x\\\\" })
	void patternsOfOtherDialectsAreReportedOnceAndNotApplied(String pattern, CapturedOutput output) {
		String info = "{\"typeInfo\":{\"pattern\":\"" + pattern + "\"}}";
		ResourceDescriptor resource = resource("{\"fields\":{\"x\":" + info + ",\"y\":" + info + "}}");
		assertThat(resource.fields().get("x").text().accepts("anything 7")).isTrue();
		assertThat(resource.fields().get("y").text().accepts("")).isTrue();
		assertThat(output.getOut().split("is not supported by the client", -1)).as("reports").hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-?P(?=[T\\\\d])(\\\\d+Y)?(T(?=\\\\d)(\\\\d+H)?(\\\\d+(\\\\.\\\\d+)?S)?)?",
			"(?:[a-zA-Z0-9]+)(?:\\\\.[a-zA-Z0-9]+)*", "(de-AT)|(de)", "[\\\\w.&\\\\]/-]{1,9}", "(?!x)(?<!y)\\\\u00e9*",
			"^[^/\\\\\\\\]+$" })
	void patternsOfThePlatformAreApplied(String pattern) {
		TextRule rule = field("{\"typeInfo\":{\"pattern\":\"" + pattern + "\"}}").text();
		assertThat(rule.pattern()).isNotNull();
		assertThat(rule.accepts("/\\ ?")).isFalse();
	}

	@ParameterizedTest
	@ExtendWith(OutputCaptureExtension.class)
	@ValueSource(strings = { "(x+x+)+y", "([a-z]+)*1" })
	void patternThatTakesTooLongIsGivenUp(String pattern, CapturedOutput output) {
		TextRule rule = field("{\"typeInfo\":{\"pattern\":\"" + pattern + "\"}}").text();
		assertThat(rule.accepts("7")).isFalse();
		assertThat(rule.accepts("x".repeat(1_000))).isTrue();
		assertThat(rule.accepts("7")).as("after that").isTrue();
		assertThat(output).contains("no longer checked against the pattern " + pattern);
	}

	@Test
	void patternNeverExhaustsASmallStack() throws InterruptedException {
		TextRule rule = field("{\"typeInfo\":{\"pattern\":\"(?:(?:(?:a|b)|c)|d)+\"}}").text();
		boolean[] accepted = new boolean[1];
		Thread thread = new Thread(null, () -> accepted[0] = rule.accepts("a".repeat(2_000)), "small", 1);
		thread.start();
		thread.join();
		assertThat(accepted[0]).isTrue();
	}

	@Test
	void longTextsAreLeftToTheService() {
		TextRule digits = field("{\"typeInfo\":{\"pattern\":\"\\\\d+\"}}").text();
		assertThat(digits.accepts("x".repeat(2_000))).isFalse();
		assertThat(digits.accepts("x".repeat(2_001))).isTrue();
	}

	@Test
	void filtersAreRead() {
		assertThat(resource(
				"""
						{"filters":{"q":{"type":"q","name":"q","valueType":"string","text":true,"includes":["title"]},
						 "withScore":{"type":"with","fieldNamePath":"scores","valueType":"scores","range":true,"and":true,"or":true},
						 "withTags":{"fieldNamePath":"tags","prefix":true},"odd":7}}""")
			.filters()).containsOnly(Map.entry("q", new Filter("q", null, "string", false, false, false, false, true)),
					Map.entry("withScore", new Filter("withScore", "scores", "scores", true, true, true, false, false)),
					Map.entry("withTags", new Filter("withTags", "tags", null, false, false, false, true, false)),
					Map.entry("odd", new Filter("odd", null, null, false, false, false, false, false)));
	}

	@Test
	void equalFieldsOfCollectionsAreKeptOnce() {
		String owner = "{\"fields\":{\"owner\":{\"type\":\"name\",\"typeInfo\":{\"pattern\":\"[a-z]+\"}}},"
				+ "\"filters\":{\"withOwner\":{\"fieldNamePath\":\"owner\",\"valueType\":\"name\"}}}";
		ServiceDescriptor descriptor = Descriptors.service("{'assets':" + owner + ",'contents':" + owner + "}");
		assertThat(descriptor.get("assets").fields().get("owner"))
			.isSameAs(descriptor.get("contents").fields().get("owner"));
		assertThat(descriptor.get("assets").filters().get("withOwner"))
			.isSameAs(descriptor.get("contents").filters().get("withOwner"));
	}

	private static Field field(String json) {
		return Descriptors.collection("{'x':" + json + "}").fields().get("x");
	}

	private static ResourceDescriptor resource(String json) {
		return Descriptors.service("{'contents':" + json + "}").get("contents");
	}

}
