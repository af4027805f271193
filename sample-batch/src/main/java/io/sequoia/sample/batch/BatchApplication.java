package io.sequoia.sample.batch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;

/**
 * Catalogue jobs. As {@code --role=manager} it runs one job and ends, as {@code
 * --role=worker} it waits for partitions of any job, and without a role it does both in
 * one process.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(SampleProperties.class)
public class BatchApplication {

	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(BatchApplication.class, args);
		if (!context.getEnvironment().acceptsProfiles(Profiles.of("worker"))) {
			System.exit(SpringApplication.exit(context));
		}
	}

}
