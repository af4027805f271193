package io.sequoia.sandbox;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The route of a request: its kind, for the log and the fault script, and its handler.
 */
record Route(Operation operation, @Nullable String service, @Nullable String resource,
		Function<Request, Answer> handler) {

}
