package io.sequoia.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Evaluates {@link ConditionalOnSetting}.
 */
class OnSetting extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnSetting> condition = metadata.getAnnotations().get(ConditionalOnSetting.class);
		String key = condition.getString("value");
		boolean on = condition.getBoolean("matchIfMissing");
		if (context.getEnvironment().containsProperty(key)) {
			on = Binder.get(context.getEnvironment()).bind(key, Boolean.class).orElse(on);
		}
		return new ConditionOutcome(on,
				ConditionMessage.forCondition("Setting").because("'" + key + "' is " + (on ? "on" : "off")));
	}

}
