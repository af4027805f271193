package io.sequoia.autoconfigure.actuate;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the endpoint {@code sequoia}.
 */
@ConfigurationProperties("management.endpoint.sequoia")
class SequoiaEndpointProperties {

	/**
	 * Condition on which locations of services and messages of failures are shown.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles that may see values with "when-authorized". Without any, every user who is
	 * logged in may.
	 */
	private final Set<String> roles = new HashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

}
