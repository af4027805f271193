package io.sequoia.http;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.call.CallContext;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightCallsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final InFlightCalls calls = new InFlightCalls();

	private final CountDownLatch idle = new CountDownLatch(1);

	private final Sinks.One<String> answer = Sinks.one();

	@Test
	void admitsCallsBeforeTheStartAndAfterAFurtherOne() {
		assertThat(this.calls.isRunning()).isTrue();
		assertThat(admit(Mono.just("early")).block(LIMIT)).isEqualTo("early");
		this.calls.stop();
		assertThat(this.calls.isRunning()).isFalse();
		this.calls.start();
		assertThat(admit(Mono.just("again")).block(LIMIT)).isEqualTo("again");
	}

	@Test
	void refusesNewCallsOnceStopped() {
		this.calls.stop();
		StepVerifier.create(admit(Mono.just(1)))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("is closed"));
		StepVerifier.create(admit(Flux.just(1))).verifyError(IllegalStateException.class);
		StepVerifier.create(this.calls.filter().filter(request(), (request) -> Mono.error(new AssertionError("sent"))))
			.verifyError(IllegalStateException.class);
	}

	@Test
	void isIdleAtOnceWithoutCalls() {
		admit(Mono.just(1)).block(LIMIT);
		admit(Flux.just(1)).blockLast(LIMIT);
		this.calls.stop(this.idle::countDown);
		assertThat(this.idle.getCount()).isZero();
	}

	@Test
	void waitsForCallsThatRunAndLetsThemMakeFurtherOnes() throws Exception {
		Mono<String> whole = admit(this.answer.asMono().flatMap((one) -> admit(Mono.just(one))));
		StepVerifier.create(whole).then(() -> {
			this.calls.stop(this.idle::countDown);
			assertThat(this.idle.getCount()).isOne();
			this.answer.tryEmitValue("answer");
		}).expectNext("answer").expectComplete().verify(LIMIT);
		assertThat(this.idle.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void waitsForFailedAndCancelledCallsNoLonger() {
		admit(Mono.error(new IllegalArgumentException())).onErrorComplete().block(LIMIT);
		admit(Mono.never()).subscribe().dispose();
		admit(Flux.never()).subscribe().dispose();
		this.calls.stop(this.idle::countDown);
		assertThat(this.idle.getCount()).isZero();
	}

	@Test
	void waitsForTheBodiesOfPlainRequests() throws Exception {
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		ClientResponse response = this.calls.filter()
			.filter(request(), (request) -> Mono.just(ClientResponse.create(HttpStatus.OK).body(body.asFlux()).build()))
			.block(LIMIT);
		response.bodyToFlux(DataBuffer.class).subscribe();
		this.calls.stop(this.idle::countDown);
		assertThat(this.idle.await(100, TimeUnit.MILLISECONDS)).isFalse();
		body.tryEmitComplete();
		assertThat(this.idle.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void countsTheRequestsOfACallAsPartOfIt() {
		AtomicInteger sent = new AtomicInteger();
		Mono<String> call = admit(this.answer.asMono().then(this.calls.filter().filter(request(), (request) -> {
			sent.incrementAndGet();
			return Mono.just(ClientResponse.create(HttpStatus.OK).body("answer").build());
		})).flatMap((response) -> response.bodyToMono(String.class)));
		StepVerifier.create(call).then(() -> {
			this.calls.stop();
			this.answer.tryEmitValue("go");
		}).expectNext("answer").expectComplete().verify(LIMIT);
		assertThat(sent).hasValue(1);
	}

	@Test
	void doesNotWaitForReadersThatAreGone() throws Exception {
		admit(Flux.range(0, 10)).subscribe(new Abandoning());
		this.calls.stop(this.idle::countDown);
		assertThat(this.idle.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void stopsAfterWhatMakesCalls() {
		assertThat(this.calls.getPhase()).isLessThan(-1_000_000_000);
	}

	private static ClientRequest request() {
		return ClientRequest.create(HttpMethod.GET, URI.create("sequoia://metadata/data/contents")).build();
	}

	private static final class Abandoning extends BaseSubscriber<Integer> {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

	}

	private <T> Mono<T> admit(Mono<T> call) {
		return Mono.deferContextual((caller) -> this.calls.admit(call, caller).contextWrite(CallContext::inCall));
	}

	private <T> Flux<T> admit(Flux<T> browse) {
		return Flux.deferContextual((caller) -> this.calls.admit(browse, caller).contextWrite(CallContext::inBrowse));
	}

}
