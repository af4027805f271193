package io.sequoia.core;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

import io.sequoia.InvalidResourceException;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.discovery.Descriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceValidatorTests {

	private static final String LOUD = "'allowedValueMappings':{'LOUD':'LOUD'}";

	private static final String RATINGS = "{'r':{'typeInfo':{'keys':{'values':['BBFC','ESRB']},"
			+ "'values':{'ESRB':{'values':['E','E10+']}}}}}";

	private static final String DIGIT = "{'a':{'typeInfo':{'pattern':'\\\\d|true'}}}";

	@Test
	void missesWhatIsRequired() {
		assertThat(check("{'a':null}",
				"{'a':{'required':true},'b':{'required':true},'c':{'required':true,'default':1},'d':{}}"))
			.containsExactly("a is required", "b is required");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ref", "owner", "name", "version", "createdAt", "createdBy", "updatedAt", "updatedBy" })
	void missesNothingThatClientOrServerFillIn(String name) {
		String field = "{'" + name + "':{'required':true}}";
		assertThat(check("{}", field)).isEmpty();
		assertThat(check("{'x':{}}", "{'x':{'fields':" + field + "}}")).containsExactly("x." + name + " is required");
	}

	@Test
	void leavesReadOnlyFieldsAlone() {
		assertThat(check("{'b':'low'}", "{'a':{'required':true,'readOnly':true},'b':{" + LOUD + ",'readOnly':true}}"))
			.isEmpty();
	}

	@Test
	void leavesTheFieldsOfTheServerAlone() {
		assertThat(check("{'version':'low','name':'low'}", "{'version':{" + LOUD + "},'name':{" + LOUD + "}}"))
			.containsExactly("name must be one of LOUD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'1'", "1", "1.0", "1e0", "2.00", "true", "null", "['2',1]", "[]", "[null]", "1e200" })
	void acceptsTheWrittenFormOfAValue(String json) {
		assertThat(check("{'a':" + json + "}", DIGIT)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "33|a", "1.5|a", "-1|a", "1e9|a", "false|a", "'x'|a", "[1,33]|a[1]", "[[1],[33]]|a[1][0]" })
	void refusesOtherValues(String json, String path) {
		assertThat(check("{'a':" + json + "}", DIGIT)).containsExactly(path + " must match \\d|true");
	}

	@Test
	void tellsAnEmptyTextFromAWrongOne() {
		assertThat(check("{'a':'','b':''}", "{'a':{'typeInfo':{'pattern':'.+'}},'b':{" + LOUD + "}}"))
			.containsExactly("a must not be empty", "b must be one of LOUD");
	}

	@Test
	void acceptsWhatHasNoCertainWrittenForm() {
		ObjectNode json = JsonMapper.shared().createObjectNode().put("a", new BigDecimal("1e400"));
		json.putNull("b").putArray("c").addNull();
		String loud = ":{" + LOUD + "}";
		assertThat(check(json, "{'a'" + loud + ",'b'" + loud + ",'c'" + loud + "}")).isEmpty();
	}

	@Test
	void checksBytesByTheTextThatIsSentForThem() {
		ObjectNode json = JsonMapper.shared().createObjectNode().put("a", new byte[] { 1 });
		assertThat(check(json, "{'a':{'typeInfo':{'pattern':'[A-Z]+=='}}}")).isEmpty();
		assertThat(check(json, "{'a':{" + LOUD + "}}")).containsExactly("a must be one of LOUD");
	}

	@Test
	void refusesASingleValueForAListButNotAListForASingleValue() {
		assertThat(check("{'a':'x','b':['LOUD','x']}", "{'a':{'array':true},'b':{" + LOUD + "}}"))
			.containsExactly("a must be a list", "b[1] must be one of LOUD");
	}

	@Test
	void refusesKeysAndTheValuesOfKeys() {
		assertThat(check("{'r':{'BBFC':'x','ESRB':'x','MPAA':'x','FSK':null}}", RATINGS))
			.containsExactly("r.ESRB must be one of E, E10+", "r.MPAA is a key that must be one of BBFC, ESRB");
		assertThat(check("{'r':{'ESRB':'E10+'}}", RATINGS)).isEmpty();
		assertThat(check("{'r':[null,{'ESRB':'E'}]}", RATINGS)).isEmpty();
		assertThat(check("{'r':'x'}", RATINGS)).containsExactly("r must be an object of keys and values");
	}

	@Test
	void refusesAnObjectForASingleValue() {
		assertThat(check("{'a':{'b':1},'c':{'d':1}}", "{'a':{" + LOUD + "},'c':{}}"))
			.containsExactly("a must be a single value, not an object");
	}

	@Test
	void looksIntoObjectsAndListsOfThem() {
		assertThat(check("{'media':{'tracks':[{'codec':'LOUD'},{'codec':'x'},{},'odd']}}",
				"{'media':{'fields':{'tracks':{'array':true,'fields':{'codec':{'required':true," + LOUD + "}}}}}}"))
			.containsExactly("media.tracks[1].codec must be one of LOUD", "media.tracks[2].codec is required");
	}

	@Test
	void leavesUnknownFieldsAlone() {
		assertThat(check("{'x':{'y':[1,'z']}}", "{'a':{}}")).isEmpty();
	}

	@Test
	void makesUntrustedTextPrintable() {
		assertThat(check("{'r':{'a\\nb':1}}", RATINGS))
			.containsExactly("r.a\\u000ab is a key that must be one of BBFC, ESRB");
	}

	@Test
	void checksNothingWhereItIsSwitchedOff() {
		ResourceValidator off = new ResourceValidator((resource, violation) -> violation.accept("x", "is bad"), false);
		assertThat(off.constraints("resource")).isEmpty();
		assertThat(off.rules(prepared(json("{}")), Descriptors.collection("{'a':{'required':true}}"))).isEmpty();
	}

	@Test
	void tellsAHundredViolationsInTheMessageAndAllInCode() {
		List<Violation> violations = IntStream.range(0, 250)
			.mapToObj((i) -> new Violation(249 - i, Ref.of("o", "n" + (249 - i)), "title", "is required"))
			.toList();
		InvalidResourceException failure = ResourceValidator.failure(violations, 300, Details.NONE);
		assertThat(failure)
			.hasMessageStartingWith("250 of the 300 resources are not valid, nothing was sent:"
					+ " [0] o:n0: title is required; [1] o:n1: title is required; ")
			.hasMessageContaining("[99]")
			.hasMessageNotContaining("[100]")
			.hasMessageEndingWith("; and 150 more, see violations()");
		assertThat(failure.violations()).hasSize(250).isSortedAccordingTo((a, b) -> a.index() - b.index());
		assertThat(failure.restated("again", Details.NONE).violations()).isEqualTo(failure.violations());
	}

	private static List<String> check(String json, String fields) {
		return check(json(json), fields);
	}

	private static List<String> check(ObjectNode json, String fields) {
		return new ResourceValidator(ResourceConstraints.none(), true)
			.rules(prepared(json), Descriptors.collection(fields))
			.stream()
			.map((finding) -> finding.path() + " " + finding.message())
			.sorted()
			.toList();
	}

	private static PreparedResource prepared(ObjectNode json) {
		return new PreparedResource(ResourceMapper.plain().serialize(json), null, null);
	}

	private static ObjectNode json(String json) {
		return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
	}

}
