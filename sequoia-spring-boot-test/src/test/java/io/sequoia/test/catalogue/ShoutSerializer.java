package io.sequoia.test.catalogue;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

import org.springframework.boot.jackson.JacksonComponent;

/**
 * The JSON form of a value.
 */
@JacksonComponent
class ShoutSerializer extends ValueSerializer<Shout> {

	@Override
	public void serialize(Shout value, JsonGenerator generator, SerializationContext context) {
		generator.writeString(value.text().toUpperCase(Locale.ROOT));
	}

}
