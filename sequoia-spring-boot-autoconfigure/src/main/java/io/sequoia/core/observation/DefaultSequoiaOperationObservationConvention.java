package io.sequoia.core.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default names of operations: the observation {@code sequoia.client.operations} with
 * the tags {@code service}, {@code resource}, {@code operation} and {@code outcome}, with
 * {@code client} if the application has several clients, and in traces, but not in
 * meters, {@code correlation.id}.
 */
public class DefaultSequoiaOperationObservationConvention implements SequoiaOperationObservationConvention {

	private static final String NAME = "sequoia.client.operations";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SequoiaOperationObservationContext context) {
		String resource = context.getResource();
		return "sequoia " + context.getOperation() + " " + context.getService()
				+ (resource.equals(TagGuard.NONE) ? "" : "/" + resource);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SequoiaOperationObservationContext context) {
		KeyValues values = KeyValues.of(KeyValue.of("service", context.getService()),
				KeyValue.of("resource", context.getResource()), KeyValue.of("operation", context.getOperation()),
				KeyValue.of("outcome", context.getOutcome().name()));
		String client = context.getClient();
		return (client != null) ? values.and("client", client) : values;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SequoiaOperationObservationContext context) {
		String id = context.getCorrelationId();
		return (id != null) ? KeyValues.of("correlation.id", id) : KeyValues.empty();
	}

}
