package io.sequoia.sandbox;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: what it is for the log and the fault script, and what answers it.
 */
record Route(Operation operation, @Nullable String service, @Nullable String resource,
		Function<Request, Answer> handler) {

}
