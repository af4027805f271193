package io.sequoia.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * Resolves names to those of their addresses that the application allows. An address in
 * place of a name is checked too. If no address is allowed, no connection is made. Names
 * behind a proxy stay names, as perhaps only the proxy can resolve them.
 */
final class AllowedAddresses extends AddressResolverGroup<InetSocketAddress> {

	private final AddressResolverGroup<?> names;

	private final Predicate<InetAddress> allowed;

	private final Predicate<SocketAddress> proxied;

	/**
	 * Filter the addresses of names.
	 * @param names resolves names; it is not closed together with this
	 * @param allowed accepts the allowed addresses
	 * @param proxied tells which hosts are connected to through a proxy, which resolves
	 * their names
	 */
	AllowedAddresses(AddressResolverGroup<?> names, Predicate<InetAddress> allowed, Predicate<SocketAddress> proxied) {
		this.names = names;
		this.allowed = allowed;
		this.proxied = proxied;
	}

	@Override
	@SuppressWarnings("unchecked")
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		// called by the event loops of connections only, which every resolver group
		// accepts
		return new Resolver(executor, ((AddressResolverGroup<InetSocketAddress>) this.names).getResolver(executor));
	}

	private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

		private final AddressResolver<InetSocketAddress> names;

		Resolver(EventExecutor executor, AddressResolver<InetSocketAddress> names) {
			super(executor, InetSocketAddress.class);
			this.names = names;
		}

		/**
		 * Leave names to the proxy, but check addresses in place of names as well.
		 */
		@Override
		protected boolean doIsResolved(InetSocketAddress address) {
			return address.isUnresolved() && AllowedAddresses.this.proxied.test(address);
		}

		@Override
		protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
			resolveAll(unresolved).addListener((Future<List<InetSocketAddress>> all) -> {
				if (all.isSuccess()) {
					promise.setSuccess(all.getNow().get(0));
				}
				else {
					promise.setFailure(all.cause());
				}
			});
		}

		@Override
		protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
			this.names.resolveAll(unresolved).addListener((Future<List<InetSocketAddress>> all) -> {
				if (!all.isSuccess()) {
					promise.setFailure(all.cause());
					return;
				}
				List<InetSocketAddress> allowed = all.getNow()
					.stream()
					.filter((address) -> AllowedAddresses.this.allowed.test(address.getAddress()))
					.toList();
				if (allowed.isEmpty()) {
					promise.setFailure(new RefusedAddressException(unresolved.getHostString()));
				}
				else {
					promise.setSuccess(allowed);
				}
			});
		}

	}

}
