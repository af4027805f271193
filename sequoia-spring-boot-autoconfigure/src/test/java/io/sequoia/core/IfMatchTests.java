package io.sequoia.core;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demand for a version as JSON, which descriptions of an application's API follow.
 */
class IfMatchTests {

	private final JsonMapper mapper = JsonMapper.shared();

	@Test
	void isTheTextOfTheHeader() {
		String json = this.mapper.writeValueAsString(new IfMatch("7"));
		assertThat(json).isEqualTo("\"\\\"7\\\"\"");
		assertThat(this.mapper.readValue(json, IfMatch.class)).isEqualTo(new IfMatch("7"));
	}

}
