package io.sequoia.rig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One failure of what many calls wait for, in short; the fault matrix has more of it.
 */
class SharedRequestsTests {

	@ParameterizedTest
	@EnumSource(names = { "REGISTRY", "TOKEN", "DESCRIPTOR" })
	void oneFailureIsOneFailureForFourHundredCallers(Step step) {
		SharedScenarios.answered(step, 3, Fault.status(503));
	}

}
