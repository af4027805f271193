package io.sequoia.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Begins the context of a {@link SequoiaTest @SequoiaTest}.
 */
class SequoiaTestContextBootstrapper extends TestSliceTestContextBootstrapper<SequoiaTest> {

}
