package io.sequoia.core.mapping;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.data.annotation.LastModifiedDate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The bytes of a resource say the same as its tree, whatever is put into them and left
 * out.
 */
class ResourceJsonTests {

	private final ResourceMapper mapper = new ResourceMapper(JsonMapper.shared());

	@Test
	void findsFieldsByTheirNames() {
		ResourceJson json = json("{'a':'x','b':null,'c':{'a':'inner','d':1},'e':[{'f':2}],'':0,'q\\\"':'\\u00e9\\n'}");
		assertThat(List.of("a", "b", "c", "e", "", "q\"")).allMatch(json::has);
		assertThat(List.of("d", "f", "A", "inner")).noneMatch(json::has);
		assertThat(json.text("a")).isEqualTo("x");
		assertThat(json.text("b")).isNull();
		assertThat(json.text("d")).isNull();
		assertThat(json.text("")).isEqualTo("0");
		assertThat(json.text("q\"")).isEqualTo("\u00e9\n");
		assertThatIllegalArgumentException().isThrownBy(() -> json.text("c"))
			.withMessage("The resource's c is not a text: {\"a\":\"inner\",\"d\":1}");
		assertThat(List.of("a", "c", "e", "")).allMatch(json::holds);
		assertThat(List.of("b", "d")).noneMatch(json::holds);
		assertThat(json.isString("a")).isTrue();
		assertThat(List.of("b", "c", "", "d")).noneMatch(json::isString);
	}

	@Test
	void takesTextsInPlaceOfOtherValues() {
		ResourceJson json = json("{'a':1,'b':2}");
		json.put("b", "\"\\\u00e9");
		json.put("c", "x".repeat(1_000));
		json.put("c", "y");
		json.remove("absent");
		assertThat(json).hasToString("{\"a\":1,\"b\":\"\\\"\\\\\u00e9\",\"c\":\"y\"}");
		json.remove("a");
		assertThat(json).hasToString("{\"b\":\"\\\"\\\\\u00e9\",\"c\":\"y\"}");
		ResourceJson empty = json("{}");
		assertThat(empty).hasToString("{}");
		empty.put("a", "");
		assertThat(empty).hasToString("{\"a\":\"\"}");
		empty.remove("a");
		assertThat(empty).hasToString("{}");
		assertThat(ResourceJson.empty()).hasToString("{}");
	}

	@Test
	void leavesFieldsOutOfAViewAlone() {
		ResourceJson json = json("{'a':1,'b':2,'c':3,'d':4}");
		json.put("e", "5");
		assertThat(json.without(Set.of("x"))).isSameAs(json);
		assertThat(json.without(Set.of("a"))).hasToString("{\"b\":2,\"c\":3,\"d\":4,\"e\":\"5\"}");
		assertThat(json.without(Set.of("b", "d"))).hasToString("{\"a\":1,\"c\":3,\"e\":\"5\"}");
		assertThat(json.without(Set.of("a", "b", "c", "d", "e"))).hasToString("{}");
		assertThat(json).hasToString("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":\"5\"}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7_990, 8_000, 8_010, 100_000 })
	void holdsLongTexts(int length) {
		for (String text : List.of("x".repeat(length), "\u00e9".repeat(length), "\ud83d\ude00".repeat(length))) {
			Map<String, Object> resource = new LinkedHashMap<>();
			resource.put("first", text);
			resource.put("second", List.of(text, text));
			resource.put("third", "z");
			ResourceJson json = this.mapper.serialize(resource);
			assertThat(json.text("first")).isEqualTo(text);
			assertThat(json.text("third")).isEqualTo("z");
			assertThat(JsonMapper.shared().readTree(json.toBytes()))
				.isEqualTo(JsonMapper.shared().valueToTree(resource));
		}
	}

	@Test
	void wrapsResourcesForARequest() {
		ResourceJson one = json("{'a':1}");
		one.put("b", "2");
		assertThat(body(List.of())).isEqualTo("{\"films\":[]}");
		assertThat(body(List.of(one, json("{}"), json("{'a':1,'b':2}").without(Set.of("a")))))
			.isEqualTo("{\"films\":[{\"a\":1,\"b\":\"2\"},{},{\"b\":2}]}");
		assertThat(new String(this.mapper.envelope("\"\u00e9", List.of()), StandardCharsets.UTF_8))
			.isEqualTo("{\"\\\"\u00e9\":[]}");
	}

	/** A tree has each name once, and a server may refuse what has a name twice. */
	@Test
	void hasEachNameOnce() {
		Twice twice = new Twice(Map.of("title", "other"));
		for (Object resource : List.of(twice, Map.of("in", List.of(twice)), new Outer("a", new Part("b")))) {
			assertThat(this.mapper.serialize(resource))
				.hasToString(JsonMapper.shared().valueToTree(resource).toString());
		}
		Map<Object, Object> same = new LinkedHashMap<>();
		same.put(1, "one");
		same.put("1", "two");
		assertThat(this.mapper.serialize(Map.of("map", same))).hasToString("{\"map\":{\"1\":\"two\"}}");
	}

	@Test
	void holdsTheSameNameInManyObjects() {
		Map<String, Object> part = Map.of("a", Map.of("a", 1));
		ResourceJson json = this.mapper.serialize(Map.of("a", List.of(part, part)));
		assertThat(json).hasToString("{\"a\":[{\"a\":{\"a\":1}},{\"a\":{\"a\":1}}]}");
		Map<String, Object> wide = IntStream.range(0, 300)
			.boxed()
			.collect(Collectors.toMap((i) -> "n" + i, (i) -> Map.of("n" + i, i)));
		assertThat(this.mapper.tree(this.mapper.serialize(wide))).isEqualTo(JsonMapper.shared().valueToTree(wide));
	}

	@Test
	void writesWhatJacksonWritesForTypesOfAllSorts() {
		for (Object resource : List.of(new Raw("{\"x\":[1, 2]}"), new Drawing(new Circle(2)), new Nulls(null, "x"),
				Map.of("bytes", new byte[] { 1, 2 }, "chars", new char[] { 'a' }, "doubles", new double[] { 1, 2.5 },
						"node", JsonMapper.shared().readTree("{\"a\":[{\"b\":1.50}]}")))) {
			assertThat(this.mapper.serialize(resource)).hasToString(this.mapper.json().writeValueAsString(resource));
		}
	}

	@Test
	void isWholeUntilSomethingIsRoundedPutOrRemoved() {
		Instant millisecond = Instant.ofEpochMilli(1);
		assertThat(this.mapper.serialize(new Timed(millisecond, null)).isWhole()).isTrue();
		assertThat(this.mapper.serialize(new Timed(millisecond.plusNanos(1), null)).isWhole()).isFalse();
		assertThat(this.mapper.serialize(new Timed(null, millisecond.atOffset(ZoneOffset.ofHours(1)))).isWhole())
			.isFalse();
		assertThat(this.mapper.serialize(new Twice(Map.of("title", "other"))).isWhole()).isFalse();
		ResourceJson changed = json("{'a':1}");
		changed.remove("b");
		assertThat(changed.isWhole()).isTrue();
		changed.put("b", "c");
		assertThat(changed.isWhole()).isFalse();
		ResourceJson reduced = json("{'a':1}");
		reduced.remove("a");
		assertThat(reduced.isWhole()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { Part.class, Timed.class, Whole.class, Chain.class })
	void knowsTypesThatAreWrittenWhole(Class<?> type) {
		assertThat(this.mapper.isWrittenWhole(ResolvableType.forClass(type))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Linking.class, Audited.class, Deep.class, Ignoring.class, Twice.class, Outer.class,
			Day.class, Maybe.class, Thread.class, ObjectNode.class, Map.class })
	void knowsTypesThatMayNotBeWrittenWhole(Class<?> type) {
		assertThat(this.mapper.isWrittenWhole(ResolvableType.forClass(type))).isFalse();
	}

	@Test
	void convertsOneAfterTheOtherAlsoAfterOneThatCannotBe() {
		Map<String, Object> endless = new LinkedHashMap<>();
		endless.put("self", endless);
		List<Object> resources = List.of(new Part("a"), new Timed(null, null), Map.of("b", List.of(1)), endless,
				new Part("c"), List.of(), Map.of("d", Double.NaN), new Twice(Map.of("title", "other")), new Part("e"));
		List<String> written = new ArrayList<>();
		try (ResourceSerializer serializer = this.mapper.serializer()) {
			for (Object resource : resources) {
				try {
					ResourceJson json = serializer.serialize(resource);
					json.put("owner", "o");
					written.add(json.toString());
				}
				catch (IllegalArgumentException ex) {
					written.add("refused");
				}
			}
		}
		assertThat(written).hasSameSizeAs(resources)
			.containsSubsequence("{\"title\":\"a\",\"owner\":\"o\"}", "{\"owner\":\"o\"}",
					"{\"b\":[1],\"owner\":\"o\"}", "refused", "{\"title\":\"c\",\"owner\":\"o\"}", "refused", "refused",
					"{\"title\":\"e\",\"owner\":\"o\"}");
	}

	@Test
	void keepsTheTextOfNumbers() {
		assertThat(json("{'a':1.50,'b':1e400,'c':-0.0}")).hasToString("{\"a\":1.50,\"b\":1e400,\"c\":-0.0}");
	}

	@Test
	void isTheSameAsTheTreeForWhateverIsPutAndRemoved() {
		Random random = new Random(16);
		for (int round = 0; round < 2_000; round++) {
			ObjectNode tree = JsonMapper.shared().createObjectNode();
			for (int i = random.nextInt(8); i > 0; i--) {
				tree.set(name(random), value(random, 3));
			}
			ResourceJson json = this.mapper.serialize(tree);
			for (int i = random.nextInt(6); i > 0; i--) {
				String name = name(random);
				if (random.nextBoolean()) {
					String text = name(random).repeat(random.nextInt(40));
					json.put(name, text);
					tree.put(name, text);
				}
				else {
					json.remove(name);
					tree.remove(name);
				}
			}
			assertThat(this.mapper.tree(json)).isEqualTo(tree);
			Set<String> omitted = Set.copyOf(Arrays.asList(name(random), name(random)));
			assertThat(this.mapper.tree(json.without(omitted))).isEqualTo(tree.deepCopy().without(omitted));
			assertThat(json.toBytes()).hasSize(json.length());
			tree.properties().forEach((field) -> {
				assertThat(json.holds(field.getKey())).isEqualTo(!field.getValue().isNull());
				if (field.getValue().isValueNode()) {
					assertThat(json.text(field.getKey())).isEqualTo(field.getValue().asString(null));
				}
			});
		}
	}

	private static String name(Random random) {
		return List.of("a", "b", "\u00e9", "q\"", "\\", "", "n\n", "ab").get(random.nextInt(8));
	}

	private static JsonNode value(Random random, int levels) {
		ObjectNode object = JsonMapper.shared().createObjectNode();
		return switch (random.nextInt((levels > 0) ? 6 : 4)) {
			case 0 -> object.stringNode(name(random));
			case 1 -> object.numberNode(random.nextInt());
			case 2 -> object.booleanNode(true);
			case 3 -> object.nullNode();
			case 4 -> object.arrayNode().add(value(random, levels - 1)).add(value(random, levels - 1));
			default -> object.set(name(random), value(random, levels - 1));
		};
	}

	private String body(List<ResourceJson> resources) {
		return new String(this.mapper.envelope("films", resources), StandardCharsets.UTF_8);
	}

	private ResourceJson json(String json) {
		return this.mapper.serialize(this.mapper.json().readTree(json.replace('\'', '"')));
	}

	record Twice(@JsonAnyGetter Map<String, Object> more) {

		public String getTitle() {
			return "first";
		}

	}

	record Outer(String title, @JsonUnwrapped Part part) {
	}

	record Part(String title) {
	}

	record Raw(@JsonRawValue String raw) {
	}

	record Drawing(@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME) Object shape) {
	}

	record Circle(int radius) {
	}

	record Nulls(@Nullable @JsonInclude(JsonInclude.Include.ALWAYS) String kept, String other) {
	}

	record Timed(@Nullable Instant instant, @Nullable OffsetDateTime offset) {
	}

	record Whole(String text, int number, List<Part> parts, Map<String, Object> open, Map<String, List<Part>> many,
			DayOfWeek day, Duration duration) {
	}

	record Chain(@Nullable Chain next) {
	}

	record Linking(String name, @Linked("assets") List<Part> assets) {
	}

	record Audited(String name, @LastModifiedDate Instant changed) {
	}

	record Deep(List<Audited> parts) {
	}

	record Ignoring(String name, @JsonIgnore String other) {
	}

	record Day(@JsonFormat(pattern = "uuuu-MM") LocalDate date) {
	}

	record Maybe(Optional<String> text) {
	}

}
