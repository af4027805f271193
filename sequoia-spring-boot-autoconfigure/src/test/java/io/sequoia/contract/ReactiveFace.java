package io.sequoia.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sequoia.core.Browse;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.ReactiveResourceOperations;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.ReactiveServiceOperations;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.ServiceOperations;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adapts the reactive interfaces to the blocking ones, so that the same tests run on
 * both. It also proves that each method has its counterpart.
 */
final class ReactiveFace implements InvocationHandler {

	private static final Map<Class<?>, Class<?>> MIRRORS = Map.of(SequoiaOperations.class,
			ReactiveSequoiaOperations.class, ResourceOperations.class, ReactiveResourceOperations.class,
			ServiceOperations.class, ReactiveServiceOperations.class, Browse.class, ReactiveBrowse.class,
			SequoiaIdentity.class, ReactiveSequoiaIdentity.class);

	private final Class<?> mirror;

	private final Object target;

	private ReactiveFace(Class<?> mirror, Object target) {
		this.mirror = mirror;
		this.target = target;
	}

	static SequoiaOperations of(ReactiveSequoiaOperations template) {
		return (SequoiaOperations) proxy(SequoiaOperations.class, template);
	}

	static SequoiaIdentity of(ReactiveSequoiaIdentity identity) {
		return (SequoiaIdentity) proxy(SequoiaIdentity.class, identity);
	}

	private static Object proxy(Class<?> face, Object target) {
		return Proxy.newProxyInstance(ReactiveFace.class.getClassLoader(), new Class<?>[] { face },
				new ReactiveFace(MIRRORS.get(face), target));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		String name = method.getName().equals("stream") ? "flux" : method.getName();
		try {
			Object result = this.mirror.getMethod(name, method.getParameterTypes()).invoke(this.target, arguments);
			return awaited(method.getReturnType(), result);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static @Nullable Object awaited(Class<?> expected, Object result) {
		if (result instanceof Mono<?> mono) {
			return (expected == Optional.class) ? mono.blockOptional() : mono.block();
		}
		if (result instanceof Flux<?> flux) {
			return (expected == List.class) ? flux.collectList().block() : flux.toStream(1);
		}
		return MIRRORS.containsKey(expected) ? proxy(expected, result) : result;
	}

}
