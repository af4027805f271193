package io.sequoia;

import java.util.Map;

import io.sequoia.contract.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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

	@ParameterizedTest
	@EnumSource(ConstructorDetector.SingleArgConstructor.class)
	void isAStringInJsonHoweverAnApplicationReadsConstructors(ConstructorDetector.SingleArgConstructor mode) {
		JsonMapper json = JsonMapper.builder()
			.constructorDetector(ConstructorDetector.DEFAULT.withSingleArgMode(mode))
			.build();
		assertThat(json.readValue("\"a:b\"", Ref.class)).isEqualTo(Ref.of("a", "b"));
	}

	@Test
	void isConvertedFromAndToTextWithoutABean() {
		ConversionService conversion = new DefaultFormattingConversionService();
		assertThat(conversion.convert("a:b", Ref.class)).isEqualTo(Ref.of("a", "b"));
		assertThat(conversion.convert(Ref.of("a", "b"), String.class)).isEqualTo("a:b");
		assertThatExceptionOfType(ConversionFailedException.class)
			.isThrownBy(() -> conversion.convert("nonsense", Ref.class))
			.havingCause()
			.withMessageContaining("write it as 'owner:name'");
	}

	@Test
	void canBeAConfiguredValue() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
			TestPropertyValues.of("film.best=a:b").applyTo(context);
			context.register(Configured.class);
			context.refresh();
			assertThat(context.getBean(Configured.class).best).isEqualTo(Ref.of("a", "b"));
		}
	}

	static final class Configured {

		final Ref best;

		Configured(@Value("${film.best}") Ref best) {
			this.best = best;
		}

	}

}
