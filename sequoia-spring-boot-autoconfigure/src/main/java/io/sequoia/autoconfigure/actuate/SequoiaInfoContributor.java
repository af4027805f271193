package io.sequoia.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells the info endpoint which platform the application calls, for which tenant and with
 * which authentication. It tells no secret.
 *
 * @param connection the connection of the client
 */
record SequoiaInfoContributor(SequoiaConnectionDetails connection) implements InfoContributor {

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> info = new LinkedHashMap<>();
		info.put("version", Objects
			.requireNonNullElse(SequoiaInfoContributor.class.getPackage().getImplementationVersion(), "dev"));
		info.put("registry", String.valueOf(this.connection.registryUrl().getHost()));
		info.put("owner", this.connection.owner());
		info.put("authentication",
				this.connection.authentication().type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		builder.withDetail("sequoia", info);
	}

}
