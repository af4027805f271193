package io.sequoia.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sequoia.MalformedResponseException;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the answers of the identity service. Failures have no cause, since an invalid
 * answer could contain a token, and the cause could quote it.
 */
final class IdentityAnswers {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<Map<String, @Nullable Object>> PROPERTIES = new TypeReference<>() {
	};

	private IdentityAnswers() {
	}

	static Access access(byte[] body, Details details) {
		JsonNode root = withList(body, "permissions", details);
		try {
			return JSON.treeToValue(root, Access.class);
		}
		catch (JacksonException ex) {
			throw malformed("does not fit at " + place(ex), details);
		}
	}

	static List<Tenant> tenants(byte[] body, Details details) {
		List<Tenant> tenants = new ArrayList<>();
		for (JsonNode entry : withList(body, "tenants", details).path("tenants")) {
			String name = entry.path("name").stringValue(null);
			if (name == null) {
				throw malformed("has no name at tenants[" + tenants.size() + "]", details);
			}
			tenants.add(new Tenant(name, JSON.convertValue(entry, PROPERTIES)));
		}
		return List.copyOf(tenants);
	}

	private static JsonNode withList(byte[] body, String list, Details details) {
		JsonNode root;
		try {
			root = JSON.readTree(body);
		}
		catch (JacksonException ex) {
			throw malformed("is not JSON", details);
		}
		if (!root.path(list).isArray()) {
			throw malformed("has no list '" + list + "'", details);
		}
		return root;
	}

	private static String place(JacksonException ex) {
		StringBuilder place = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			String property = reference.getPropertyName();
			if (property != null) {
				place.append(place.isEmpty() ? "" : ".").append(property);
			}
			else {
				place.append('[').append(reference.getIndex()).append(']');
			}
		}
		return place.toString();
	}

	private static MalformedResponseException malformed(String what, Details details) {
		return new MalformedResponseException("The identity service's answer " + what, details, null);
	}

}
