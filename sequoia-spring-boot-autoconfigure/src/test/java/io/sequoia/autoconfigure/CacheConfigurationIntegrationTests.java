package io.sequoia.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@ParameterizedTest
	@MethodSource("failures")
	void managerThatFailsFailsNoRead(CacheManager manager, CapturedOutput output) {
		application("sequoia.cache.enabled=true", "sequoia.cache.stale-while-error=true")
			.withBean("sequoiaCacheManager", CacheManager.class, () -> manager)
			.run((context) -> assertThat(requestsOfTwoReads(context)).isEqualTo(2));
		assertThat(output).containsOnlyOnce("The cache 'sequoia.metadata.contents' failed");
	}

	static Stream<Arguments> failures() {
		SimpleCacheManager withoutTheCache = new SimpleCacheManager();
		withoutTheCache.initializeCaches();
		return Stream.of(failure("access fails", managerOf(() -> {
			throw new IllegalStateException("The server of the cache is gone");
		})), failure("a class is missing", managerOf(() -> {
			throw new NoClassDefFoundError("Serializer");
		})), failure("access is not finite", managerOf(() -> {
			throw new StackOverflowError();
		})), failure("no such cache", withoutTheCache), failure("the manager fails", new ConcurrentMapCacheManager() {

			@Override
			public Cache getCache(String name) {
				throw new IllegalStateException("The cluster is not active");
			}

		}));
	}

	private static Arguments failure(String name, CacheManager manager) {
		return Arguments.argumentSet(name, manager);
	}

	@Test
	void managerThatDoesNotAnswerDelaysNoMoreThanOneRead(CapturedOutput output) {
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger accesses = new AtomicInteger();
		CacheManager manager = managerOf(() -> {
			accesses.incrementAndGet();
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		application("sequoia.cache.enabled=true", "sequoia.cache.stale-while-error=true")
			.withBean("sequoiaCacheManager", CacheManager.class, () -> manager)
			.run((context) -> {
				assertThat(requestsOfTwoReads(context)).isEqualTo(2);
				sandbox.faults().next(Operation.READ, Fault.status(400));
				SequoiaTemplate sequoia = context.getBean(SequoiaTemplate.class);
				assertThatExceptionOfType(InvalidResourceException.class)
					.isThrownBy(() -> sequoia.service("metadata").resources("contents").read(FILM));
			});
		end.countDown();
		assertThat(accesses).hasValue(1);
		assertThat(output).containsOnlyOnce("The cache 'sequoia.metadata.contents' did not answer within 1 s");
	}

	private static CacheManager managerOf(Runnable access) {
		SimpleCacheManager manager = new SimpleCacheManager();
		manager.setCaches(List.of(new FailingCache(access)));
		manager.initializeCaches();
		return manager;
	}

	/** A cache whose accesses fail or do not end. */
	private static final class FailingCache extends AbstractValueAdaptingCache {

		private final Runnable access;

		FailingCache(Runnable access) {
			super(false);
			this.access = access;
		}

		@Override
		protected @Nullable Object lookup(Object key) {
			this.access.run();
			return null;
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
			this.access.run();
		}

		@Override
		public void evict(Object key) {
		}

		@Override
		public void clear() {
		}

	}

}
