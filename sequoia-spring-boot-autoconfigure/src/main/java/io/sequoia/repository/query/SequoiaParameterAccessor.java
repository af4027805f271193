package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.sequoia.core.RequestOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.util.Assert;

/**
 * The arguments of one call.
 */
final class SequoiaParameterAccessor extends ParametersParameterAccessor {

	private final SequoiaParameters parameters;

	private final UnaryOperator<Object> operand;

	/**
	 * Create the accessor. Its declared type is for compilers before Java 21, which do
	 * not find out that Spring Data accepts nulls.
	 */
	@SuppressWarnings("NullAway")
	SequoiaParameterAccessor(SequoiaParameters parameters, @Nullable Object[] values, UnaryOperator<Object> operand) {
		super(parameters, values);
		this.parameters = parameters;
		this.operand = operand;
	}

	/**
	 * Return an argument in its form for criteria.
	 */
	@Override
	public @Nullable Object getBindableValue(int index) {
		Object value = super.getBindableValue(index);
		return Operands.isMany(value) ? Operands.all(value).stream().map(this::operand).toList() : operand(value);
	}

	private @Nullable Object operand(@Nullable Object value) {
		return (value != null) ? this.operand.apply(value) : null;
	}

	@Nullable Object[] values() {
		return getValues();
	}

	/**
	 * Return the options in the arguments.
	 * @return the options, those with precedence last
	 */
	List<RequestOptions> options() {
		List<RequestOptions> options = new ArrayList<>();
		for (SequoiaParameters.SequoiaParameter parameter : this.parameters) {
			Object value = getValue(parameter.getIndex());
			if (parameter.isOwner()) {
				Assert.notNull(value, "The argument for @Owner must not be null");
				options.add(RequestOptions.builder().owner((String) value).build());
			}
			else if (value instanceof RequestOptions given) {
				options.add(0, given);
			}
		}
		return options;
	}

}
