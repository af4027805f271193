package io.sequoia.autoconfigure;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The named clients. It comes before the default client, which must not take beans that
 * belong to one of them.
 */
@Configuration(proxyBeanMethods = false)
@Import(ClientsRegistrar.class)
class SequoiaClientsConfiguration {

}
