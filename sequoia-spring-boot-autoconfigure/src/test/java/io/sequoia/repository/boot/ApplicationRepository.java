package io.sequoia.repository.boot;

import io.sequoia.repository.SequoiaRepository;

import org.springframework.data.repository.NoRepositoryBean;

/**
 * What all repositories of an application can do.
 *
 * @param <T> the type of the resources
 */
@NoRepositoryBean
interface ApplicationRepository<T> extends SequoiaRepository<T> {

	long twice();

}
