package io.sequoia.autoconfigure;

import java.util.Arrays;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches if there is a default client. There is none if the application has named
 * clients, and neither the address of a registry nor connection details for a default
 * one.
 */
class OnDefaultClient extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Default client");
		if (ClientNames.of(context.getEnvironment()).isEmpty()) {
			return ConditionOutcome.match(message.because("there are no named clients"));
		}
		if (context.getEnvironment().containsProperty("sequoia.registry.url")) {
			return ConditionOutcome.match(message.because("'sequoia.registry.url' is set"));
		}
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		Assert.state(beans != null, "Conditions of this phase have a bean factory");
		boolean details = Arrays.stream(beans.getBeanNamesForType(SequoiaConnectionDetails.class, true, false))
			.anyMatch((bean) -> isDefault(beans, bean));
		return details ? ConditionOutcome.match(message.because("there are connection details"))
				: ConditionOutcome.noMatch(message.because("all clients have names"));
	}

	private static boolean isDefault(ConfigurableListableBeanFactory beans, String bean) {
		if (!beans.containsBeanDefinition(bean)) {
			return true;
		}
		BeanDefinition definition = beans.getBeanDefinition(bean);
		return !(definition instanceof AbstractBeanDefinition known) || known.isDefaultCandidate();
	}

}
