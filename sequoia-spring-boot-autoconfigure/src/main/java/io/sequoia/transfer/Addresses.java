package io.sequoia.transfer;

import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.http.StorageClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The addresses of one file, which are valid for a limited time. All requests share the
 * newest one. Thread-safe.
 */
final class Addresses {

	private final Mono<URI> source;

	private final StorageClient client;

	private final Renewal renewal;

	private final LongSupplier nanos;

	private @Nullable Given newest;

	/** The renewals since an address was accepted. */
	private int refusals;

	/**
	 * Create the addresses of a file.
	 * @param source gives an address to each subscriber
	 * @param client checks the addresses
	 * @param renewal the rules on renewal
	 * @param nanos the time in nanoseconds, of a monotonic clock
	 */
	Addresses(Mono<URI> source, StorageClient client, Renewal renewal, LongSupplier nanos) {
		this.source = source;
		this.client = client;
		this.renewal = renewal;
		this.nanos = nanos;
	}

	/**
	 * Get the address for the next request.
	 * @return the address; a new one if the newest is older than the interval
	 */
	Mono<URI> current() {
		return Mono.defer(() -> newest().uri());
	}

	/**
	 * Note that a storage accepted an address.
	 */
	synchronized void accepted() {
		this.refusals = 0;
	}

	/**
	 * Get another address than one that was refused.
	 * @param refused the address
	 * @param failure the answer of the storage
	 * @return the other address; the failure as an error if there must be no other one
	 * yet
	 */
	Mono<URI> after(URI refused, Throwable failure) {
		return Mono.defer(() -> {
			Given known = newest();
			return known.uri()
				.flatMap((uri) -> uri.equals(refused) ? renewed(known, refused, failure) : Mono.just(uri));
		});
	}

	/**
	 * Tell whether a storage refused an address.
	 * @param failure the failure of a request
	 * @return {@code true} for the statuses 401 and 403
	 */
	static boolean isRefusal(Throwable failure) {
		return failure instanceof AccessDeniedException || failure instanceof AuthenticationFailedException;
	}

	private Mono<URI> renewed(Given used, URI refused, Throwable failure) {
		Given renewed = renew(used);
		if (renewed != null) {
			return renewed.uri().flatMap((uri) -> uri.equals(refused) ? Mono.error(failure) : Mono.just(uri));
		}
		Duration interval = this.renewal.interval();
		return Mono.error((interval == null || !(failure instanceof SequoiaFailure known)) ? failure
				: known.restated(
						failure.getMessage() + "; the last request for the address was less than " + interval
								+ " ago, and there is only one in that time: see sequoia.transfer.renewal-interval",
						known.details()));
	}

	private synchronized @Nullable Given renew(Given used) {
		Given newest = this.newest;
		if (newest != null && newest != used) {
			return newest; // another block has asked meanwhile
		}
		Duration interval = this.renewal.interval();
		if (!this.renewal.allowed() || newest == null || this.refusals > 0
				|| (interval != null && this.nanos.getAsLong() - newest.at() < interval.toNanos())) {
			return null;
		}
		this.refusals++;
		return ask();
	}

	private synchronized Given newest() {
		Given newest = this.newest;
		Duration interval = this.renewal.interval();
		boolean old = newest != null && interval != null && this.nanos.getAsLong() - newest.at() >= interval.toNanos();
		return (newest == null || old) ? ask() : newest;
	}

	private Given ask() {
		Mono<URI> checked = this.source
			.switchIfEmpty(Mono.error(() -> new IllegalArgumentException("There is no address: null was given")))
			.map(this.client::check)
			// for all blocks, even if the block that requested it was cancelled
			.cache();
		Given given = new Given(checked, this.nanos.getAsLong());
		Given forgetting = new Given(checked.doOnError((error) -> forget(given)), given.at());
		this.newest = forgetting;
		return forgetting;
	}

	private synchronized void forget(Given failed) {
		// a later one is kept
		if (this.newest != null && this.newest.at() == failed.at()) {
			this.newest = null;
		}
	}

	/** An address and the time of the request for it. */
	private record Given(Mono<URI> uri, long at) {
	}

	/**
	 * The rules on renewal.
	 *
	 * @param allowed whether there is more than one address
	 * @param interval the time within which the address is requested at most once, and
	 * after which it is renewed; {@code null} if it is renewed when it is refused
	 */
	record Renewal(boolean allowed, @Nullable Duration interval) {

		/** Never renews. */
		static final Renewal NEVER = new Renewal(false, null);

		/** Renews an address that is refused. */
		static final Renewal WHEN_REFUSED = new Renewal(true, null);

	}

}
