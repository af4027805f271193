package io.sequoia.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The places in which the answers of {@code sequoia.cache} are kept.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheConfigurationIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@AutoClose
	private static final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	@BeforeAll
	static void start() {
		sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie"));
	}

	@BeforeEach
	void clear() {
		sandbox.requests().clear();
	}

	private static ApplicationContextRunner application(String... properties) {
		return ConfigurationUnderTest.empty().withPropertyValues(ClientApplication.connected(sandbox, properties));
	}

	private static long requestsOfTwoReads(ApplicationContext context) {
		SequoiaTemplate sequoia = context.getBean(SequoiaTemplate.class);
		List<Object> read = Arrays.asList(sequoia.service("metadata").resources("contents").read(FILM),
				sequoia.service("metadata").resources("contents").read(FILM));
		assertThat(read.get(0)).isEqualTo(read.get(1));
		return sandbox.requests().count(Operation.READ);
	}

	@Test
	void nothingIsKeptByDefault() {
		application().run((context) -> {
			assertThat(context).doesNotHaveBean(AnswerCache.class);
			assertThat(requestsOfTwoReads(context)).isEqualTo(2);
		});
	}

	@Test
	void caffeineKeepsAnswers() {
		application("sequoia.cache.enabled=true").run((context) -> assertThat(requestsOfTwoReads(context)).isOne());
	}

	@Test
	void sizeIsThatOfTheSettings() {
		application("sequoia.cache.enabled=true", "sequoia.cache.maximum-size=1").run((context) -> {
			Content.seed(sandbox, 50, "film%d", "Film");
			SequoiaTemplate sequoia = context.getBean(SequoiaTemplate.class);
			for (int turn = 0; turn < 2; turn++) {
				for (int i = 0; i < 50; i++) {
					sequoia.service("metadata").resources("contents").read(Ref.of("testmock", "film" + i));
				}
			}
			assertThat(sandbox.requests().count(Operation.READ)).isGreaterThan(50);
		});
	}

	@Test
	void missingCaffeineStopsTheStart() {
		application("sequoia.cache.enabled=true").withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSequoiaConfigurationException.class)
				.hasMessageContainingAll("sequoia.cache.enabled", "Caffeine", "sequoiaCacheManager"));
	}

	@Test
	void missingCaffeineIsNoMatterWhileTheCacheIsOff() {
		application().withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(requestsOfTwoReads(context)).isEqualTo(2));
	}

	@Test
	void managerOfThatNameKeepsAnswers() {
		ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager();
		manager.setStoreByValue(true);
		manager.setBeanClassLoader(getClass().getClassLoader());
		application("sequoia.cache.enabled=true").withClassLoader(new FilteredClassLoader(Caffeine.class))
			.withBean("sequoiaCacheManager", CacheManager.class, () -> manager)
			.run((context) -> {
				assertThat(requestsOfTwoReads(context)).isOne();
				assertThat(manager.getCacheNames()).containsExactly("sequoia.metadata.contents");
			});
	}

	@Test
	void otherManagersAreLeftAlone() {
		ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager();
		application("sequoia.cache.enabled=true").withBean("cacheManager", CacheManager.class, () -> manager)
			.run((context) -> {
				assertThat(requestsOfTwoReads(context)).isOne();
				assertThat(manager.getCacheNames()).isEmpty();
			});
	}

	@Test
	void managerThatFailsFailsNoRead(CapturedOutput output) {
		SimpleCacheManager manager = new SimpleCacheManager();
		manager.setCaches(List.of(new FailingCache()));
		manager.initializeCaches();
		application("sequoia.cache.enabled=true").withBean("sequoiaCacheManager", CacheManager.class, () -> manager)
			.run((context) -> assertThat(requestsOfTwoReads(context)).isEqualTo(2));
		assertThat(output).containsOnlyOnce("The cache 'sequoia.metadata.contents' failed");
	}

	/** A cache whose server is gone. */
	private static final class FailingCache extends AbstractValueAdaptingCache {

		FailingCache() {
			super(false);
		}

		@Override
		protected Object lookup(Object key) {
			throw new IllegalStateException("The server of the cache is gone");
		}

		@Override
		public String getName() {
			return "sequoia.metadata.contents";
		}

		@Override
		public Object getNativeCache() {
			return this;
		}

		@Override
		public <T> T get(Object key, Callable<T> valueLoader) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void put(Object key, Object value) {
			throw new IllegalStateException("The server of the cache is gone");
		}

		@Override
		public void evict(Object key) {
		}

		@Override
		public void clear() {
		}

	}

}
