package io.sequoia.core.mapping;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;

/**
 * Reads JSON without a type of its own (nodes and maps) so that a number is written again
 * with the same text.
 */
final class ExactNumbers extends DelegatingDeserializer {

	ExactNumbers(ValueDeserializer<?> untyped) {
		super(untyped);
	}

	@Override
	protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> untyped) {
		return new ExactNumbers(untyped);
	}

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
		return super.deserialize((parser instanceof Numbers) ? parser : new Numbers(parser), context);
	}

	/** The deserializers of nodes, which no modifier gets. */
	static final class OfNodes extends SimpleDeserializers {

		private static final long serialVersionUID = 1L;

		@Override
		public ValueDeserializer<?> findTreeNodeDeserializer(JavaType type, DeserializationConfig config,
				BeanDescription.Supplier description) {
			return new ExactNumbers(JsonNodeDeserializer.getDeserializer(type.getRawClass()));
		}

	}

	private static final class Numbers extends JsonParserDelegate {

		private static final int MAX_ZEROS = 6;

		Numbers(JsonParser parser) {
			super(parser);
		}

		@Override
		public BigDecimal getDecimalValue() {
			BigDecimal number = super.getDecimalValue();
			if (hasExponent() || number.signum() == 0) {
				String text = getString();
				return number.toString().equals(text) ? number : new Written(text);
			}
			// Java writes smaller numbers with an exponent
			return (number.scale() - number.precision() < MAX_ZEROS) ? number : new Written(getString());
		}

		private boolean hasExponent() {
			char[] buffer = getStringCharacters();
			int end = getStringOffset() + getStringLength();
			for (int i = getStringOffset(); i < end; i++) {
				if (buffer[i] == 'e' || buffer[i] == 'E') {
					return true;
				}
			}
			return false;
		}

	}

	/**
	 * A number whose text differs from the text that Java has for it, such as {@code
	 * 1e400}.
	 */
	private static final class Written extends BigDecimal {

		private static final long serialVersionUID = 1L;

		private final String text;

		Written(String text) {
			super(text);
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
