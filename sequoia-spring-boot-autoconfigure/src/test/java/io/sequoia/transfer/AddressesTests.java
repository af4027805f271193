package io.sequoia.transfer;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.sequoia.AccessDeniedException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.fixture.TestClients;
import io.sequoia.transfer.Addresses.Renewal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The moments at which an application is asked for an address.
 */
class AddressesTests {

	@AutoClose
	private static final TestClients clients = TestClients.create();

	private static final AccessDeniedException REFUSED = new AccessDeniedException("refused", Details.NONE, null);

	private final AtomicLong now = new AtomicLong();

	private final AtomicInteger asked = new AtomicInteger();

	private final Mono<URI> source = Mono
		.fromSupplier(() -> URI.create("https://files.example.com/" + this.asked.incrementAndGet()));

	private Addresses addresses(Mono<URI> source, Renewal renewal) {
		return new Addresses(source, clients.clients().storage((uri) -> null), renewal, this.now::get);
	}

	private Addresses ofUpload() {
		return addresses(this.source, new Renewal(true, Duration.ofMinutes(5)));
	}

	@Test
	void asksOnceForAllBlocks() {
		Addresses addresses = ofUpload();
		assertThat(this.asked).hasValue(0);
		Flux.range(0, 100).flatMap((i) -> addresses.current()).blockLast();
		this.now.set(Duration.ofMinutes(5).toNanos() - 1);
		addresses.current().block();
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void asksAgainAfterTheInterval() {
		Addresses addresses = ofUpload();
		addresses.current().block();
		this.now.set(Duration.ofMinutes(5).toNanos());
		Flux.range(0, 100).flatMap((i) -> addresses.current()).blockLast();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksNoMoreOftenWhereAddressesAreRefused() {
		Addresses addresses = ofUpload();
		URI refused = addresses.current().block();
		addresses.accepted();
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(AccessDeniedException.class)
				.isThrownBy(() -> addresses.after(refused, REFUSED).block())
				.withMessageContaining("less than PT5M ago");
		}
		assertThat(this.asked).hasValue(1);
		this.now.set(Duration.ofMinutes(5).toNanos());
		assertThat(addresses.after(refused, REFUSED).block()).isNotEqualTo(refused);
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksOnceForAllBlocksWhoseAddressWasRefused() {
		Addresses addresses = addresses(this.source, Renewal.WHEN_REFUSED);
		URI refused = addresses.current().block();
		Flux.range(0, 100).flatMap((i) -> addresses.after(refused, REFUSED)).blockLast();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void asksAgainOnceAnAddressWasAccepted() {
		Addresses addresses = addresses(this.source, Renewal.WHEN_REFUSED);
		URI first = addresses.current().block();
		URI second = addresses.after(first, REFUSED).block();
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> addresses.after(second, REFUSED).block());
		addresses.accepted();
		assertThat(addresses.after(second, REFUSED).block()).isNotEqualTo(second);
		assertThat(this.asked).hasValue(3);
	}

	@Test
	void takesTheSameAddressForNoOther() {
		URI only = URI.create("https://files.example.com/film");
		Addresses addresses = addresses(Mono.just(only), Renewal.WHEN_REFUSED);
		addresses.current().block();
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> addresses.after(only, REFUSED).block());
	}

	@Test
	void asksAgainAfterAFailure() {
		Addresses addresses = addresses(Mono.defer(() -> (this.asked.incrementAndGet() == 1)
				? Mono.error(new IllegalStateException("no address")) : this.source), Renewal.WHEN_REFUSED);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> addresses.current().block());
		assertThat(addresses.current().block()).isNotNull();
	}

}
