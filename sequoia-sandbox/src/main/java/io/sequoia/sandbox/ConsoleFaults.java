package io.sequoia.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The switches of the console: faults of the next answers, the latency of all, and
 * tokens.
 */
final class ConsoleFaults {

	private static final int MAX_TIMES = 1000;

	private static final int MAX_DELAY = 600_000;

	private final FaultScript faults;

	private final Latency latency;

	ConsoleFaults(FaultScript faults, Latency latency) {
		this.faults = faults;
		this.latency = latency;
	}

	/** Answer with the faults that have not happened yet, in their order. */
	Answer answer() {
		ObjectNode body = Json.object().put("latency", this.latency.current().toMillis());
		Map<Operation, List<Fault>> queues = this.faults.queues();
		ArrayNode operations = body.putArray("operations");
		for (Operation operation : Operation.values()) {
			ArrayNode pending = operations.addObject().put("operation", operation.name()).putArray("pending");
			queues.getOrDefault(operation, List.of()).forEach((fault) -> add(pending, fault.describe()));
		}
		return Answer.json(body);
	}

	/** Add a fault, counting it with the one before if both are the same. */
	private static void add(ArrayNode pending, String fault) {
		JsonNode last = pending.isEmpty() ? null : pending.get(pending.size() - 1);
		if (last instanceof ObjectNode same && same.path("fault").asString().equals(fault)) {
			same.put("times", same.path("times").asInt() + 1);
		}
		else {
			pending.addObject().put("fault", fault).put("times", 1);
		}
	}

	Answer add(JsonNode body) {
		Operation operation = operation(body.path("operation").asString(""));
		int times = number(body, "times", 1, 1, MAX_TIMES);
		Fault fault = fault(body).delayed(Duration.ofMillis(number(body, "delay", 0, 0, MAX_DELAY)));
		String retryAfter = body.path("retryAfter").asString("");
		if (!retryAfter.isEmpty()) {
			fault = fault.header("Retry-After", String.valueOf(number(body, "retryAfter", 0, 0, MAX_DELAY)));
		}
		this.faults.next(times, operation, body.path("afterApplying").asBoolean(false) ? fault.afterApplying() : fault);
		return answer();
	}

	Answer changeLatency(JsonNode body) {
		this.latency.change(Duration.ofMillis(number(body, "millis", 0, 0, MAX_DELAY)));
		return answer();
	}

	Answer clear() {
		this.faults.clear();
		return answer();
	}

	Answer revokeTokens() {
		this.faults.revokeTokens();
		return answer();
	}

	private static Fault fault(JsonNode body) {
		String kind = body.path("kind").asString("");
		return switch (kind) {
			case "status" -> Fault.status(number(body, "status", 503, 200, 599));
			case "delay" -> Fault.none();
			case "reset" -> Fault.reset();
			case "truncated" -> Fault.truncated();
			default -> throw Problem
				.badPayload("there is no fault '" + kind + "'; there are status, delay, reset and truncated", "kind");
		};
	}

	private static Operation operation(String name) {
		for (Operation operation : Operation.values()) {
			if (operation.name().equals(name)) {
				return operation;
			}
		}
		throw Problem.badPayload("there is no operation '" + name + "'; there are " + List.of(Operation.values()),
				"operation");
	}

	private static int number(JsonNode body, String name, int fallback, int min, int max) {
		JsonNode value = body.path(name);
		if (value.isMissingNode() || value.isNull()) {
			return fallback;
		}
		String text = value.asString("");
		if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
			throw Problem.badPayload("'" + name + "' must be a number from " + min + " to " + max, name);
		}
		return Integer.parseInt(text);
	}

}
