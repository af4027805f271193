package io.sequoia.http;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.sequoia.call.Call;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;

/**
 * Names requests like another convention, but without addresses that are not templates.
 * An address without placeholders may contain values, which would make an unlimited
 * number of tags.
 */
final class TemplateObservationConvention implements ClientRequestObservationConvention {

	private final ClientRequestObservationConvention convention;

	/**
	 * Create the convention.
	 * @param convention gives the names
	 */
	TemplateObservationConvention(ClientRequestObservationConvention convention) {
		this.convention = convention;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.convention.supportsContext(context);
	}

	@Override
	public @Nullable String getName() {
		return this.convention.getName();
	}

	@Override
	public @Nullable String getContextualName(ClientRequestObservationContext context) {
		return this.convention.getContextualName(templated(context));
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
		return this.convention.getLowCardinalityKeyValues(templated(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
		return this.convention.getHighCardinalityKeyValues(templated(context));
	}

	private static ClientRequestObservationContext templated(ClientRequestObservationContext context) {
		String template = context.getUriTemplate();
		// the client's own calls give a path alone, which is always a template
		if (template != null && !template.startsWith("/")) {
			context.setUriTemplate(Call.template(template));
		}
		return context;
	}

}
