package io.sequoia.autoconfigure;

import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The client with the keys of {@code sequoia} itself.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnDefaultClient.class)
@Import({ SequoiaConnectionConfiguration.class, SequoiaCorrelationConfiguration.class, SequoiaHttpConfiguration.class,
		SequoiaSecurityConfiguration.class, SequoiaObservationConfiguration.class, SequoiaCacheConfiguration.class,
		SequoiaTemplateConfiguration.class, SequoiaIdentityConfiguration.class, SequoiaTransferConfiguration.class })
class SequoiaDefaultClientConfiguration {

}
