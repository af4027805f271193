package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;

/**
 * Requests at the end of a login.
 */
class UserTokenFilterTests {

	private static final TokenAnswer TOKEN = new TokenAnswer("t0ken", null);

	private final UserSession session = new UserSession(System::nanoTime);

	private final UserTokenFilter filter = new UserTokenFilter(this.session);

	private final ServiceLocationFilter location;

	private final List<@Nullable String> sent = new ArrayList<>();

	UserTokenFilterTests() {
		ServiceRegistry registry = Mockito.mock(ServiceRegistry.class);
		Mockito.when(registry.service(any(), any()))
			.thenReturn(Mono
				.just(new RegisteredService("o", "metadata", null, URI.create("https://metadata.example.com"))));
		this.location = new ServiceLocationFilter(registry, "o");
		this.session.begin(TOKEN, 0);
	}

	@Test
	void letsARequestEndBeforeTheLoginDoes() {
		Sinks.One<ClientResponse> answer = Sinks.one();
		send(answer.asMono()).subscribe();
		AtomicBoolean idle = new AtomicBoolean();
		this.session.end().end().subscribe(null, null, () -> idle.set(true));
		assertThat(idle).isFalse();
		answer.tryEmitValue(ClientResponse.create(HttpStatus.OK).build());
		assertThat(idle).isTrue();
		assertThat(this.sent).containsExactly("Bearer t0ken");
	}

	@Test
	void doesNotWaitForARequestThatFailsOrIsCancelled() {
		Disposable cancelled = send(Mono.never()).subscribe();
		assertThat(catchThrowable(() -> send(Mono.error(new IllegalStateException("down"))).block()))
			.hasMessage("down");
		assertThat(catchThrowable(() -> locate((located) -> {
			throw new IllegalStateException("thrown");
		}).block())).hasMessage("thrown");
		cancelled.dispose();
		this.session.end().end().block(Duration.ofSeconds(5));
	}

	@Test
	void sendsNothingWithTheTokenOfALoginThatHasEnded() {
		Mono<ClientResponse> request = send(Mono.just(ClientResponse.create(HttpStatus.OK).build()));
		Login login = this.session.login();
		login.end().block();
		request.block();
		assertThat(this.sent).as("sent without a user").containsExactly((String) null);
		assertThat(login.beginRequest()).isFalse();
	}

	@Test
	void leavesTheTokenOfARequestAlone() {
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("sequoia://metadata/data/contents"))
			.header(HttpHeaders.AUTHORIZATION, "Bearer own")
			.build();
		this.location
			.filter(request,
					(located) -> this.filter.filter(located,
							answering(Mono.just(ClientResponse.create(HttpStatus.OK).build()))))
			.block();
		assertThat(this.sent).containsExactly("Bearer own");
	}

	@Test
	void sendsNoTokenToWhatIsNoRegisteredService() {
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("https://elsewhere.example.com/"))
			.build();
		this.location
			.filter(request,
					(located) -> this.filter.filter(located,
							answering(Mono.just(ClientResponse.create(HttpStatus.OK).build()))))
			.block();
		assertThat(this.sent).containsExactly((String) null);
	}

	@RepeatedTest(50)
	void noRequestBeginsOnceTheLastHasEnded() throws InterruptedException {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger late = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(4);
		Login login = this.session.login();
		AtomicBoolean stop = new AtomicBoolean();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int i = 0; i < 4; i++) {
			threads.execute(() -> {
				begun.countDown();
				while (!stop.get() && login.beginRequest()) {
					running.incrementAndGet();
					late.addAndGet(over.get() ? 1 : 0);
					running.decrementAndGet();
					login.endRequest();
				}
			});
		}
		begun.await();
		login.end().block(Duration.ofSeconds(10));
		over.set(true);
		int left = running.get();
		threads.shutdown();
		boolean stopped = threads.awaitTermination(1, TimeUnit.SECONDS);
		stop.set(true);
		assertThat(stopped).as("all were told of the end").isTrue();
		assertThat(left).isZero();
		assertThat(late).hasValue(0);
	}

	private Mono<ClientResponse> send(Mono<ClientResponse> answer) {
		return locate(answering(answer));
	}

	private Mono<ClientResponse> locate(ExchangeFunction next) {
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("sequoia://metadata/data/contents"))
			.build();
		return this.location.filter(request, (located) -> this.filter.filter(located, next));
	}

	private ExchangeFunction answering(Mono<ClientResponse> answer) {
		return (request) -> {
			this.sent.add(request.headers().getFirst(HttpHeaders.AUTHORIZATION));
			return answer;
		};
	}

}
