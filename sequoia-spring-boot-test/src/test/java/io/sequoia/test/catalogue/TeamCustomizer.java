package io.sequoia.test.catalogue;

import io.sequoia.http.SequoiaWebClientCustomizer;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A change of the client.
 */
@Component
class TeamCustomizer implements SequoiaWebClientCustomizer {

	@Override
	public void customize(WebClient.Builder builder) {
		builder.defaultHeader("X-Team", "catalogue");
	}

}
