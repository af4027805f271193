package io.sequoia.discovery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;
import tools.jackson.core.JacksonException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Descriptors that are made to cost much time or memory.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileDescriptorTests {

	/**
	 * Names that share one hash, as each pair of letters has the same hash and so has
	 * every combination.
	 */
	private static final List<String> COLLIDING = IntStream.range(0, 1 << 16)
		.mapToObj((i) -> IntStream.range(0, 16)
			.mapToObj((bit) -> ((i >> bit & 1) == 0) ? "Aa" : "BB")
			.collect(Collectors.joining()))
		.toList();

	/**
	 * Names that share a hash are read fast; compared each with each, these would take
	 * minutes.
	 */
	@Test
	@Timeout(value = 60, unit = TimeUnit.SECONDS)
	void namesOfOneHashAreNamesLikeOthers() {
		assertThat(COLLIDING).extracting(String::hashCode).containsOnly(COLLIDING.get(0).hashCode());
		ServiceDescriptor descriptor = parse("{'resourcefuls':{'contents':{'fields':{" + properties("{}") + "},"
				+ "'filters':{" + properties("{}") + "},'relationships':{" + properties("{}") + "}}}}");
		assertThat(descriptor.get("contents").fields()).hasSize(COLLIDING.size());
		assertThat(descriptor.get("contents").filters()).hasSize(COLLIDING.size());
		assertThat(descriptor.get("contents").relationships()).hasSize(COLLIDING.size());
	}

	@Test
	void endlessDescriptorIsNone() {
		String fields = IntStream.range(0, 260_000).mapToObj((i) -> "'f" + i + "':1").collect(Collectors.joining(","));
		assertThat(DescriptorParser.parse("metadata", json("{'resourcefuls':{'contents':{'fields':{" + fields + "}}}}"),
				Context.empty()))
			.isNull();
	}

	@Test
	void endlessNameIsNone() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> parse("{'resourcefuls':{'" + "x".repeat(10_000) + "':{}}}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/..", "/a b" })
	void pathOfManySegmentsIsReadLikeOthers(String end) {
		String path = "/ab".repeat(20_000);
		ServiceDescriptor descriptor = parse("{'resourcefuls':{'contents':{'path':'" + path + end + "'}}}");
		assertThat(descriptor.get("contents").path()).isEqualTo(end.isEmpty() ? path : ResourceDescriptor.DEFAULT_PATH);
	}

	@Test
	void oddPatternsAreOneLineOfLog(CapturedOutput output) {
		String fields = IntStream.range(0, 10_000)
			.mapToObj((i) -> "'f" + i + "':{'typeInfo':{'pattern':'(?<odd>" + i + "'}}")
			.collect(Collectors.joining(","));
		parse("{'resourcefuls':{'contents':{'fields':{" + fields + "}}}}");
		assertThat(output.getOut().lines().filter((line) -> line.contains("not supported"))).singleElement()
			.asString()
			.contains("10000 patterns, such as ")
			.hasSizeLessThan(1_000);
	}

	/** Names of a descriptor are parts of log lines, messages and meters. */
	@ParameterizedTest
	@ValueSource(strings = { "\\u001b[31mx", "x\\r\\nERROR forged", "x\\u202ey", "x\u0085", "" })
	void namesThatAreNotVisibleAreLeftOut(String name) {
		ServiceDescriptor descriptor = parse("{'resourcefuls':{'" + name + "':{},'contents':{'pluralName':'" + name
				+ "','singularName':'" + name + "','filters':{'" + name + "':{},'withType':{}},'relationships':{'"
				+ name + "':{},'assets':{}}}},'routes':[{'name':'" + name + "','path':'/a'},{'name':'b','path':'/b/"
				+ name + "\\t'},{'name':'c','path':'/c','method':'" + name
				+ "'},{'name':'play','path':'/play','inputs':" + "{'query':[{'name':'" + name
				+ "','required':true},{'name':'lang'}]}}]}");
		assertThat(descriptor.resources()).containsOnlyKeys("contents");
		ResourceDescriptor contents = descriptor.get("contents");
		assertThat(contents.singularName()).isEqualTo("contents");
		assertThat(contents.filters()).containsOnlyKeys("withType");
		assertThat(contents.relationships()).containsOnlyKeys("assets");
		assertThat(descriptor.routes()).containsOnlyKeys("play");
		assertThat(descriptor.route("play").query()).containsOnlyKeys("lang");
	}

	@Test
	void endlessNameOfACollectionIsReplacedByItsKey() {
		assertThat(parse("{'resourcefuls':{'contents':{'pluralName':'" + "x".repeat(10_000) + "'}}}").resources())
			.containsOnlyKeys("contents");
	}

	private static String properties(String value) {
		return COLLIDING.stream().map((name) -> "'" + name + "':" + value).collect(Collectors.joining(","));
	}

	private static ServiceDescriptor parse(String json) {
		return DescriptorParser.parse("metadata", json(json), Context.empty());
	}

	private static byte[] json(String json) {
		return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
	}

}
