package io.sequoia.autoconfigure.actuate;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint {@code sequoia} on the web, where the caller may be known.
 */
@EndpointWebExtension(endpoint = SequoiaEndpoint.class)
class SequoiaEndpointWebExtension {

	private final SequoiaEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	SequoiaEndpointWebExtension(SequoiaEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Describe the state of the client.
	 * @param caller the caller
	 * @return the state
	 */
	@ReadOperation
	Map<String, Object> report(SecurityContext caller) {
		return this.endpoint.report(this.showValues.isShown(caller, this.roles));
	}

}
