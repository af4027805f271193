package io.sequoia.repository.support;

import java.util.concurrent.CompletionException;

import io.sequoia.Internal;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.SequoiaFailure;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Finds the client's exceptions within other exceptions. They are Spring's
 * {@link DataAccessException}s already; all other exceptions are left to other
 * translators.
 */
@Internal
public final class SequoiaExceptionTranslator implements PersistenceExceptionTranslator {

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		Throwable thrown = (ex instanceof CompletionException) ? ex.getCause() : Exceptions.unwrap(ex);
		boolean own = thrown instanceof SequoiaFailure || thrown instanceof InvalidCriteriaException;
		return (own && thrown instanceof DataAccessException failure) ? failure : null;
	}

}
