package io.sequoia.repository.support;

import java.io.IOException;
import java.util.concurrent.CompletionException;

import io.sequoia.InvalidCriteriaException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;

import org.springframework.dao.EmptyResultDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The exceptions that are translated.
 */
class SequoiaExceptionTranslatorTests {

	private final SequoiaExceptionTranslator translator = new SequoiaExceptionTranslator();

	@Test
	void findsTheClientsExceptionsInWhatWrapsThem() {
		InvalidCriteriaException own = new InvalidCriteriaException("no");
		assertThat(this.translator.translateExceptionIfPossible(own)).isSameAs(own);
		assertThat(this.translator.translateExceptionIfPossible(new CompletionException(own))).isSameAs(own);
		assertThat(this.translator.translateExceptionIfPossible(Exceptions.propagate(new IllegalStateException())))
			.isNull();
	}

	@Test
	void hasNoOpinionOnOthers() {
		assertThat(this.translator.translateExceptionIfPossible(new IllegalStateException())).isNull();
		assertThat(this.translator.translateExceptionIfPossible(new EmptyResultDataAccessException(1))).isNull();
		assertThat(this.translator.translateExceptionIfPossible(new CompletionException(new IOException()))).isNull();
		assertThat(this.translator.translateExceptionIfPossible(Exceptions.propagate(new IOException()))).isNull();
	}

}
