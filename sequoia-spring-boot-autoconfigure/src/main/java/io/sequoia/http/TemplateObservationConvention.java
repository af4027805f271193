package io.sequoia.http;

import io.sequoia.call.Call;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;

/**
 * Names requests as another convention does, but takes no address for a template that is
 * none: one without placeholders may hold values, and there is no end of them.
 */
final class TemplateObservationConvention implements ClientRequestObservationConvention {

	private final ClientRequestObservationConvention convention;

	/**
	 * Name requests.
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
		// a path alone is the client's own, which knows that it is a template
		if (template != null && !template.startsWith("/")) {
			context.setUriTemplate(Call.template(template));
		}
		return context;
	}

}
