package io.sequoia.spring.cache;

import java.util.List;

import io.sequoia.repository.SequoiaRepository;
import io.sequoia.spring.cache.CachedRepositoryIntegrationTests.Film;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

interface Films extends SequoiaRepository<Film> {

	@Cacheable("films")
	List<Film> findByType(String type);

	@Override
	@CacheEvict(cacheNames = "films", allEntries = true)
	<S extends Film> S save(S film);

}
