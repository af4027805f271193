package io.sequoia.core.query;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.contract.Proves;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.expression;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The criteria that are refused, by which call and with which message.
 */
class InvalidCriteriaTests {

	private static final String RULE = ": use ASCII letters, digits and '_', a letter first, with '.' between segments,"
			+ " like 'title' or 'assets.type', at most 256 characters";

	@ParameterizedTest
	@ValueSource(strings = { "a&b", "a=b", "a b", "a+b", "a%b", "-a", "a-b", "1a", "_a", ".a", "a.", "a..b", "a.-b",
			"a/b", "offers<intersect>", "a,b", "\u00e9" })
	void refusesNamesOfAnotherForm(String name) {
		refused(() -> field(name), "'" + name + "' cannot be a field name" + RULE);
		refused(() -> Criteria.all().orderBy(name), "'" + name + "' cannot be a field name" + RULE);
		refused(() -> Criteria.all().fields("ref", name), "'" + name + "' cannot be a field name at index 1" + RULE);
		refused(() -> Criteria.all().countBy(name), "'" + name + "' cannot be a field name" + RULE);
		refused(() -> resource(name), "'" + name + "' cannot be a relationship name" + RULE);
		refused(() -> resource("assets").fields(name), "'" + name + "' cannot be a field name" + RULE);
		refused(() -> resource("assets").orderBy(name), "'" + name + "' cannot be a field name" + RULE);
		refused(() -> Criteria.all().intersect(name, Criteria.all()),
				"'" + name + "' cannot be a relationship name" + RULE);
	}

	@Test
	void refusesNamesWithLineBreaksOnOneLine() {
		refused(() -> field("a\r\nb"), "'a\\u000d\\u000ab' cannot be a field name" + RULE);
	}

	@Test
	void refusesEndlessNames() {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> field("a.".repeat(100_000) + "a"))
			.withMessageContaining("(200001 characters)");
		assertThat(field("a".repeat(256))).isNotNull();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void refusesBlankNames(String name) {
		String what = (name == null) ? "null" : "blank";
		refused(() -> field(name), "The field name must not be " + what + ": use a name such as 'title'");
		refused(() -> resource(name), "The relationship name must not be " + what + ": use a name such as 'title'");
		refused(() -> Criteria.all().fields("a", name),
				"The field name at index 1 must not be " + what + ": use a name such as 'title'");
		refused(() -> Criteria.all().lang(name), "The language must not be blank: give a code, like 'es' or 'de-AT'");
		refused(() -> Criteria.all().param(name, "x"), "The name of a raw parameter must not be blank");
	}

	@Test
	void refusesEmptyLists() {
		String message = "At least one field name is needed: name one, or leave the call out";
		refused(() -> Criteria.all().fields(), message);
		refused(() -> Criteria.all().countBy(), message);
		refused(() -> resource("assets").fields(), message);
		refused(() -> Criteria.all().include(), "include() needs at least one inclusion, like resource(\"assets\")");
	}

	@Test
	void refusesNullParts() {
		refused(() -> where(null), "The condition must not be null");
		refused(() -> Criteria.all().and(null), "The condition must not be null");
		refused(() -> Criteria.all().include(resource("assets"), null), "The inclusion must not be null");
		refused(() -> Criteria.all().intersect("offers", null), "The inner criteria must not be null");
		refused(() -> Criteria.all().param("raw", null),
				"The raw parameter 'raw' must not be null: leave it out, or give it empty text");
	}

	@ParameterizedTest
	@MethodSource
	void everyOperatorRefusesNullAndEmptyOperands(String operator, UnaryOperator<Object> call) {
		String remedy = ": give a value, or ask by exists() or notExists()";
		refused(() -> call.apply(null), "The operand of " + operator + " on field 'type' must not be null" + remedy);
		refused(() -> call.apply(""), "The operand of " + operator + " on field 'type' must not be empty" + remedy);
	}

	static Stream<Arguments> everyOperatorRefusesNullAndEmptyOperands() {
		Field type = field("type");
		return Stream.of(operator("equalTo", type::equalTo), operator("notEqualTo", type::notEqualTo),
				operator("startsWith", type::startsWith), operator("endsWith", type::endsWith),
				operator("between (lower bound)", (value) -> type.between(value, "z")),
				operator("between (upper bound)", (value) -> type.between("a", value)),
				operator("notBetween (lower bound)", (value) -> type.notBetween(value, "z")),
				operator("notBetween (upper bound)", (value) -> type.notBetween("a", value)),
				operator("lessThan", type::lessThan), operator("lessThanOrEqualTo", type::lessThanOrEqualTo),
				operator("greaterThan", type::greaterThan),
				operator("greaterThanOrEqualTo", type::greaterThanOrEqualTo),
				operator("oneOrMoreOf (index 1)", (value) -> type.oneOrMoreOf("a", value)),
				operator("oneOrMoreOf (index 0)", (value) -> type.oneOrMoreOf(Arrays.asList(value, "a"))),
				operator("allOf (index 1)", (value) -> type.allOf("a", value)));
	}

	@ParameterizedTest
	@MethodSource("everyOperatorRefusesNullAndEmptyOperands")
	void everyOperatorRefusesTextThatTheServiceWouldReadAsAnOperator(String operator, UnaryOperator<Object> call) {
		for (Object text : List.of("!a", "*", "a*", "*a", "a||b", new StringBuilder("!a"), URI.create("!a"),
				Odd.NEGATED)) {
			refused(() -> call.apply(text),
					"The operand of " + operator + " on field 'type' is '" + ((text == Odd.NEGATED) ? "!odd" : text)
							+ "', which the service would read as an operator"
							+ " ('!' at the start, '*' at the start or end, '||'), and the protocol has no"
							+ " escape: compare another field, or use Field.expression(..) if an operator is meant");
			assertThat(call.apply(expression((text == Odd.NEGATED) ? "!odd" : text.toString()))).isNotNull();
		}
	}

	@Test
	void boundsRefuseTextThatTheServiceWouldReadAsARange() {
		Field type = field("type");
		Stream
			.<UnaryOperator<Object>>of((value) -> type.between(value, "b"), (value) -> type.between("a", value),
					(value) -> type.notBetween("a", value), type::lessThan, type::lessThanOrEqualTo, type::greaterThan,
					type::greaterThanOrEqualTo)
			.forEach((call) -> assertThatExceptionOfType(InvalidCriteriaException.class)
				.isThrownBy(() -> call.apply("2014/2015"))
				.withMessageContaining("read as a range ('/')"));
		assertThat(type.equalTo("AC/DC")).hasToString("withType=AC/DC");
	}

	@Test
	void refusesAllOfNothing() {
		String message = "allOf on field 'tags' needs at least one operand: leave the condition out";
		refused(() -> field("tags").allOf(), message);
		refused(() -> field("tags").allOf(List.of()), message);
		refused(() -> field("tags").allOf((Object[]) null), message);
	}

	@Test
	void refusesExpressionsOfNothing() {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> expression(null));
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> expression(""));
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> expression(new Object()));
	}

	@Test
	void refusesOneOrMoreOfNothing() {
		String message = "oneOrMoreOf on field 'type' needs at least one operand: no resource matches an empty"
				+ " list of values, so do not make the call";
		refused(() -> field("type").oneOrMoreOf(), message);
		refused(() -> field("type").oneOrMoreOf(List.of()), message);
		refused(() -> field("type").oneOrMoreOf((Object[]) null), message);
	}

	@Test
	void refusesTextSearchesForNothing() {
		refused(() -> textSearch(" "), "The operand of textSearch must not be blank: give a word to search for");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> textSearch(null))
			.withMessageStartingWith("The operand of textSearch must not be null");
	}

	@ParameterizedTest
	@MethodSource
	void refusesTypesWithoutAForm(Object operand, String type) {
		refused(() -> field("startedAt").lessThan(operand),
				"The operand of lessThan on field 'startedAt' has the type " + type
						+ ", which cannot be sent: use text, a number, a boolean, an enum, Ref, Instant,"
						+ " OffsetDateTime, ZonedDateTime, Date, LocalDate, Duration, UUID or URI");
	}

	static Stream<Arguments> refusesTypesWithoutAForm() {
		return Stream.of(type(LocalDateTime.MIN, "java.time.LocalDateTime"), type(new int[] { 1 }, "int[]"),
				type(Optional.of("a"), "java.util.Optional"), type('a', "java.lang.Character"),
				type(new Object(), "java.lang.Object"));
	}

	@Test
	void refusesNumbersWithoutDecimalNotation() {
		refused(() -> field("order").equalTo(Double.NaN),
				"The operand of equalTo on field 'order' is NaN (java.lang.Double), which has no decimal notation:"
						+ " give a finite number");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> field("order").equalTo(Float.NEGATIVE_INFINITY));
		refused(() -> field("order").equalTo(new BigDecimal("1E+1000000000")),
				"The operand of equalTo on field 'order' is 1E+1000000000, which has more than 1000 digits before or"
						+ " after the point when it is written out");
		assertThat(field("order").equalTo(Double.MIN_VALUE).value()).startsWith("0.000").endsWith("49");
	}

	@Test
	void refusesYearsThatATimestampCannotHold() {
		refused(() -> field("at").equalTo(OffsetDateTime.parse("+10000-01-01T00:00:00Z")),
				"The operand of equalTo on field 'at' is +10000-01-01T00:00:00Z, but dates can only have the"
						+ " years 0000 to 9999");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> field("at").equalTo(Instant.MIN));
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> field("at").equalTo(LocalDate.MAX));
	}

	@Test
	void refusesHalvesOfSurrogatePairs() {
		refused(() -> field("title").startsWith("\uD83D"),
				"The operand of startsWith on field 'title' is '\\ud83d', which contains half of a surrogate"
						+ " pair, so it cannot be written in UTF-8: check where the text was cut");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> Criteria.all().param("a", "\uDC09"));
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> Criteria.all().param("\uDC09", "a"));
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> Criteria.all().lang("\uDC09"));
	}

	@Test
	void refusesRangesUpsideDown() {
		refused(() -> field("order").between(10, 9.5), "between on field 'order' has the lower bound 10 above the upper"
				+ " bound 9.5: give the lower one first");
		refused(() -> field("at").notBetween(Instant.ofEpochMilli(1), new Date(0)),
				"notBetween on field 'at' has the lower bound 1970-01-01T00:00:00.001Z above the upper bound"
						+ " 1970-01-01T00:00:00.000Z: give the lower one first");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> field("at").between(LocalDate.EPOCH.plusDays(1), LocalDate.EPOCH));
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> field("duration").between(Duration.ofHours(1), Duration.ofMinutes(59)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1001, Integer.MIN_VALUE, Integer.MAX_VALUE })
	void refusesPageSizesOutOfRange(int size) {
		refused(() -> Criteria.all().perPage(size), "perPage must be 1 to 1000, but is " + size);
		refused(() -> Criteria.all().param("perPage", "" + size), "perPage must be 1 to 1000, but is " + size);
	}

	@Test
	void refusesAPageSizeThatIsNoNumber() {
		refused(() -> Criteria.all().param("perPage", "ten"), "perPage must be 1 to 1000, but is 'ten'");
	}

	@Test
	void refusesToIncludeTwice() {
		String message = "'assets' is already included: configure it in a single include(..) or intersect(..)";
		Criteria criteria = Criteria.all().include(resource("assets"));
		refused(() -> Criteria.all().include(resource("assets"), resource("assets").fields("ref")), message);
		refused(() -> criteria.include(resource("assets")), message);
		refused(() -> criteria.param("include", "offers,assets"), message);
		refused(() -> criteria.intersect("assets", Criteria.all()), message);
		refused(() -> Criteria.all().intersect("assets", Criteria.all()).include(resource("assets")), message);
	}

	@Test
	@Proves("6 facet count or intersect")
	void refusesFacetsBesideAnIntersection() {
		String message = "countBy(..) and intersect(..) cannot be combined: a service counts facets only"
				+ " without an intersection; use two calls";
		Criteria facets = Criteria.all().countBy("type");
		Criteria intersection = Criteria.all().intersect("offers", Criteria.all());
		refused(() -> facets.intersect("offers", Criteria.all()).toQueryParameters(), message);
		refused(() -> facets.count().intersect("offers", Criteria.all()).toQueryParameters(), message);
		refused(() -> intersection.countBy("type").toQueryParameters(), message);
		refused(() -> intersection.param("count", "type").toQueryParameters(), message);
		refused(() -> Criteria.all().intersect("offers", facets), message);
		assertThat(intersection.count().counts()).isTrue();
	}

	@Test
	void refusesParametersThatTheClientSets() {
		refused(() -> Criteria.all().param("owner", "test"), "The parameter 'owner' is set by the client itself: choose"
				+ " the owner by sequoia.owner or RequestOptions");
		refused(() -> Criteria.all().param("continue", "true"),
				"The parameter 'continue' is set by the client itself: pages are followed without it");
		refused(() -> Criterion.written("owner", "test", List.of()),
				"The parameter 'owner' is set by the client itself:"
						+ " choose the owner by sequoia.owner or RequestOptions");
	}

	@Test
	void refusesQueryStringsThatCannotBeSent() {
		refused(() -> Criteria.ofQuery("withType=movie&owner=other"),
				"The parameter 'owner' is set by the client itself: choose the owner by sequoia.owner or RequestOptions");
		refused(() -> Criteria.ofQuery("withTitle=100%"),
				"The query string holds '100%', which is not percent-encoded:" + " write a '%' as '%25'");
		refused(() -> Criteria.ofQuery("continue=00abc"),
				"The parameter 'continue' is set by the client itself: pages are followed without it");
		refused(() -> Criteria.ofQuery(null), "The query string must not be null: use Criteria.all()");
		refused(() -> Criteria.ofQuery("=movie"), "The name of a raw parameter must not be blank");
	}

	private enum Odd {

		@JsonProperty("!odd")
		NEGATED

	}

	private static Arguments operator(String name, UnaryOperator<Object> call) {
		return Arguments.of(name, call);
	}

	private static Arguments type(Object operand, String name) {
		return Arguments.of(operand, name);
	}

	private static void refused(ThrowingCallable call, String message) {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(call).withMessage(message);
	}

}
