package io.sequoia.rig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A failure of one shared request, in short; the fault matrix has more cases.
 */
class SharedRequestsIntegrationTests {

	@ParameterizedTest
	@EnumSource(names = { "REGISTRY", "TOKEN", "DESCRIPTOR" })
	void oneFailureIsOneFailureForFourHundredCallers(Step step) {
		SharedScenarios.answered(step, 3, Fault.status(503));
	}

}
