package io.sequoia.repository.boot;

import io.sequoia.repository.SequoiaRepository;

import org.springframework.data.repository.NoRepositoryBean;

/**
 * The methods of all repositories of an application.
 *
 * @param <T> the type of the resources
 */
@NoRepositoryBean
interface ApplicationRepository<T> extends SequoiaRepository<T> {

	long twice();

}
