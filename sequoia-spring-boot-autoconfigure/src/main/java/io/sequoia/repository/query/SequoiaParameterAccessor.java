package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.core.RequestOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.util.Assert;

/**
 * The arguments of one call.
 */
final class SequoiaParameterAccessor extends ParametersParameterAccessor {

	private final SequoiaParameters parameters;

	/**
	 * Create the accessor. Its declared type is for compilers before Java 21, which do
	 * not find out that Spring Data accepts nulls.
	 */
	@SuppressWarnings("NullAway")
	SequoiaParameterAccessor(SequoiaParameters parameters, @Nullable Object[] values) {
		super(parameters, values);
		this.parameters = parameters;
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
