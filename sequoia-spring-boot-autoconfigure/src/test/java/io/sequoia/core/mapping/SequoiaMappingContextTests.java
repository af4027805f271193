package io.sequoia.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.MimeType;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties of a resource are handled by JSON, not by Spring Data.
 */
class SequoiaMappingContextTests {

	private final SequoiaMappingContext context = new SequoiaMappingContext();

	@Test
	void takesNoValueForAResource() {
		SequoiaPersistentEntity<?> entity = this.context.getRequiredPersistentEntity(Valued.class);
		assertThat(entity.getIdProperty()).isNotNull();
		assertThat(this.context.getPersistentEntities()).containsExactly(entity);
	}

	@Test
	void takesNoValueWithinAnotherForAResource() {
		this.context.getRequiredPersistentEntity(Generic.class);
		this.context.getRequiredPersistentEntity(Prices.class);
		assertThat(this.context.getPersistentEntities()).extracting((entity) -> entity.getType().getSimpleName())
			.containsExactlyInAnyOrder("Generic", "Prices");
	}

	@Test
	void treatsSingleValuesOfTheJdkAsSuch() {
		this.context.getRequiredPersistentEntity(Valued.class)
			.forEach((property) -> assertThat(property.isEntity()).as(property.getName())
				.isEqualTo(List.of("type", "size", "json", "object", "inner").contains(property.getName())));
	}

	@ParameterizedTest
	@ValueSource(classes = { JsonNode.class, ObjectNode.class, Map.class, LinkedHashMap.class })
	void jsonWithoutATypeHasTheRefThatItSays(Class<?> type) {
		assertRef(type, "{\"ref\":\"a:b\",\"name\":\"x\"}", Ref.of("a", "b"));
		assertRef(type, "{\"owner\":\"a\",\"name\":\"b\"}", Ref.of("a", "b"));
		assertRef(type, "{\"name\":\"b\"}", null);
		assertRef(type, "{\"ref\":null,\"owner\":null}", null);
	}

	@Test
	void idsOfAnyTypeAreTheRefThatJsonHas() {
		assertRef(OwnId.class, "{\"ref\":\"a:b\"}", Ref.of("a", "b"));
		assertRef(OptionalId.class, "{\"ref\":\"a:b\"}", Ref.of("a", "b"));
	}

	private <T> void assertRef(Class<T> type, String json, @Nullable Ref ref) {
		T resource = JsonMapper.shared().readValue(json, type);
		assertThat(ResourceType.of("metadata", "contents", type, this.context).ref().apply(resource)).isEqualTo(ref);
	}

	record Valued(Ref ref, BigDecimal price, BigInteger views, UUID uuid, URI uri, URL url, Currency currency,
			OptionalInt rank, AtomicLong count, Calendar calendar, TimeZone zone, InetAddress address, Locale locale,
			Pattern pattern, Path path, byte[] bytes, LocalDateTime local, MimeType type, DataSize size, JsonNode json,
			ObjectNode object, Inner inner) {
	}

	record OwnId(ContentId ref) {
	}

	record ContentId(@JsonValue String value) {
	}

	record OptionalId(Optional<String> ref) {
	}

	record Inner(MimeType type, URL url, List<Map<String, BigDecimal[]>> prices) {
	}

	static final class Generic<T> {

		Ref ref;

		T value;

		List<? extends T> values;

		Optional<T[]> more;

		Generic(Ref ref, T value, List<? extends T> values, Optional<T[]> more) {
			this.ref = ref;
			this.value = value;
			this.values = values;
			this.more = more;
		}

	}

	static final class Prices {

		Ref ref;

		Generic<BigDecimal> prices;

		Map<Currency, List<BigDecimal>> more;

		MimeType[] types;

		Prices(Ref ref, Generic<BigDecimal> prices, Map<Currency, List<BigDecimal>> more, MimeType[] types) {
			this.ref = ref;
			this.prices = prices;
			this.more = more;
			this.types = types;
		}

	}

}
