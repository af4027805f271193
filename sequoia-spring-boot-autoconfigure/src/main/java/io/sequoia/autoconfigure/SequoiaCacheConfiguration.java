package io.sequoia.autoconfigure;

import java.util.List;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.cache.AnswerStore;
import io.sequoia.core.cache.CacheMetrics;
import io.sequoia.core.cache.CaffeineStore;
import io.sequoia.core.cache.SpringStore;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.security.CallerTokens;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.UserSession;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/**
 * The cache of answers to reads, if it is switched on.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSetting("sequoia.cache.enabled")
@Import(SequoiaCacheConfiguration.OnTheHeap.class)
class SequoiaCacheConfiguration {

	@Bean
	AnswerCache sequoiaAnswerCache(SettingsMapper settings, UserSession session, SequoiaTokenSource tokens,
			OperationObservations observations, ObjectProvider<CacheMetrics> metrics,
			ObjectProvider<AnswerStore.Factory> stores,
			@Qualifier("sequoiaCacheManager") ObjectProvider<CacheManager> manager) {
		CacheManager own = manager.getIfAvailable();
		AnswerStore.Factory factory = (own != null) ? SpringStore.in(own)
				: stores.getIfAvailable(SequoiaCacheConfiguration::missing);
		return new AnswerCache(settings.cache(), new CallerTokens(session, tokens), factory, observations.names(),
				metrics.getIfAvailable(() -> CacheMetrics.NONE), System::nanoTime);
	}

	/**
	 * Create stores for a named client, which has them for itself.
	 */
	static AnswerStore.Factory onTheHeap(CacheMetrics metrics) {
		return ClassUtils.isPresent("com.github.benmanes.caffeine.cache.Caffeine", null)
				? CaffeineStore.watchedBy(metrics) : missing();
	}

	private static AnswerStore.Factory missing() {
		throw new InvalidSequoiaConfigurationException(List.of(new Violation("sequoia.cache.enabled", "true",
				"needs a cache for the answers, but there is neither Caffeine nor a bean named 'sequoiaCacheManager'",
				"Add the dependency com.github.ben-manes.caffeine:caffeine, or declare a CacheManager bean of that name")));
	}

	/** The store in the memory of the application. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Caffeine.class)
	static class OnTheHeap {

		@Bean
		AnswerStore.Factory sequoiaAnswerStores(ObjectProvider<CacheMetrics> metrics) {
			return CaffeineStore.watchedBy(metrics.getIfAvailable(() -> CacheMetrics.NONE));
		}

	}

}
