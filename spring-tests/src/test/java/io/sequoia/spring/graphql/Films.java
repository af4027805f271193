package io.sequoia.spring.graphql;

import io.sequoia.repository.SequoiaRepository;
import io.sequoia.spring.graphql.GraphQlRepositoryIntegrationTests.Film;

import org.springframework.data.repository.query.ListQueryByExampleExecutor;
import org.springframework.graphql.data.GraphQlRepository;

@GraphQlRepository
interface Films extends SequoiaRepository<Film>, ListQueryByExampleExecutor<Film> {

}
