package io.sequoia.repository.query;

import java.util.List;

import io.sequoia.core.RequestOptions;
import io.sequoia.repository.Owner;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.Parameters;
import org.springframework.data.repository.query.ParametersSource;

/**
 * The parameters of a query method, including those that are options of the call.
 */
final class SequoiaParameters extends Parameters<SequoiaParameters, SequoiaParameters.SequoiaParameter> {

	SequoiaParameters(ParametersSource source) {
		super(source, (parameter) -> new SequoiaParameter(parameter, source.getDomainTypeInformation()));
	}

	private SequoiaParameters(List<SequoiaParameter> parameters) {
		super(parameters);
	}

	@Override
	protected SequoiaParameters createFrom(List<SequoiaParameter> parameters) {
		return new SequoiaParameters(parameters);
	}

	/**
	 * A parameter.
	 */
	static final class SequoiaParameter extends Parameter {

		private final boolean owner;

		private final ResolvableType declared;

		SequoiaParameter(MethodParameter parameter, TypeInformation<?> domainType) {
			super(parameter, domainType);
			this.owner = parameter.hasParameterAnnotation(Owner.class);
			this.declared = ResolvableType.forMethodParameter(parameter);
		}

		/** Return the declared type, with the type of a collection's elements. */
		ResolvableType declared() {
			return this.declared;
		}

		boolean isOwner() {
			return this.owner;
		}

		boolean isOptions() {
			return RequestOptions.class == getType();
		}

		@Override
		public boolean isSpecialParameter() {
			return this.owner || isOptions() || super.isSpecialParameter();
		}

	}

}
