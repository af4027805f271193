package io.sequoia.newcomer.films;

import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.SequoiaRepository;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A repository with a method that cannot be answered, in a separate package.
 */
public interface Films extends SequoiaRepository<Films.Film> {

	List<Film> findByTitel(String title);

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(Ref ref, String title) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	class Application {

	}

}
