package io.sequoia;

import java.util.Map;

import io.sequoia.contract.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RefTests {

	@Test
	@Proves("4 ref")
	void parsesWhatItPrints() {
		Ref ref = Ref.of("testmock", "The-Movie_1");
		assertThat(Ref.parse(ref.toString())).isEqualTo(ref);
		assertThat(ref).hasToString("testmock:The-Movie_1");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "a", "a:b:c", "a:b:", ":b", "a:", "../x:y", "a:b/..", "a:%2e%2e", "a:b?x", "a:b#",
			"a:b\0", "a:😀", "a: b", "a:b\r\nX: y", "a:é" })
	@Proves("4 ref")
	void refusesWhatIsNoReference(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Ref.parse(text)).withMessageMatching("[\\x20-\\x7eé]+");
	}

	@Test
	void refusesTenThousandCharactersWithoutPrintingThem() {
		assertThatIllegalArgumentException().isThrownBy(() -> Ref.parse("a:" + "b".repeat(10_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400).contains("10000 characters"));
	}

	@Test
	void isAStringInJson() {
		JsonMapper json = JsonMapper.shared();
		Ref ref = Ref.of("a", "b");
		assertThat(json.writeValueAsString(Map.of("ref", ref))).isEqualTo("{\"ref\":\"a:b\"}");
		assertThat(json.readValue("\"a:b\"", Ref.class)).isEqualTo(ref);
		assertThat(json.readValue("{\"a:b\":1}", new TypeReference<Map<Ref, Integer>>() {
		})).containsEntry(ref, 1);
	}

}
