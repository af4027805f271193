package io.sequoia.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Binds the properties of a named client. A key that it does not have is inherited from
 * {@code sequoia}, or from the connection details that have precedence over these keys. A
 * client with a registry or connection details of its own inherits nothing that belongs
 * to the other platform: no tenant, location, credentials or certificates; and
 * credentials are never mixed from both.
 */
final class ClientProperties {

	/** The keys of the application as a whole, which no named client has. */
	static final Set<String> OF_APPLICATION = Set.of("clients", "repositories", "strict-configuration", "web");

	/** The keys that belong to a platform. */
	private static final Set<String> OF_PLATFORM = Set.of("auth", "owner", "registry", "services", "ssl");

	private final Binder binder;

	private final String prefix;

	private final boolean ownPlatform;

	private final SequoiaProperties properties = new SequoiaProperties();

	/**
	 * Create it; nothing is bound yet.
	 * @param binder reads the settings
	 * @param name the client
	 * @param ownDetails whether its addresses come from a bean of its own
	 */
	ClientProperties(Binder binder, String name, boolean ownDetails) {
		this.binder = binder;
		this.prefix = ClientNames.prefix(name);
		this.ownPlatform = ownDetails || isWritten("registry.url");
	}

	/**
	 * Tell whether the client has a platform of its own.
	 * @return {@code false} if it calls that of the default client
	 */
	boolean isOwnPlatform() {
		return this.ownPlatform;
	}

	/**
	 * Bind the properties.
	 * @param inherited the platform of the default client, or {@code null} if keys name
	 * it or the client has its own
	 * @return the properties
	 */
	SequoiaProperties bind(@Nullable SequoiaConnectionDetails inherited) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(SequoiaProperties.class)) {
			Method getter = property.getReadMethod();
			String key = DataObjectPropertyName.toDashedForm(property.getName());
			if (getter.getDeclaringClass() == SequoiaProperties.class && isInherited(key)) {
				inherit(key, property);
			}
		}
		if (inherited != null) {
			inherit(inherited);
		}
		if (isWritten("http.proxy.host")) {
			dropInheritedProxy(this.properties.getHttp().getProxy());
		}
		String owner = this.properties.getOwner();
		this.binder.bind(this.prefix, Bindable.ofInstance(this.properties));
		separateSnapshot(owner);
		this.properties.setStrictConfiguration(
				this.binder.bind("sequoia.strict-configuration", Boolean.class).orElse(Boolean.FALSE));
		return this.properties;
	}

	/** Keep the credentials of a proxy from another one. */
	private static void dropInheritedProxy(SequoiaProperties.Http.Proxy proxy) {
		proxy.setPort(null);
		proxy.setUsername(null);
		proxy.setPassword(null);
		proxy.setNonProxyHosts(new ArrayList<>());
	}

	/** Keep an inherited snapshot where the other client keeps that of this tenant. */
	private void separateSnapshot(@Nullable String inheritedOwner) {
		Path snapshot = this.properties.getRegistry().getSnapshot();
		String owner = this.properties.getOwner();
		if (snapshot != null && owner != null && Ref.isPart(owner) && !owner.equals(inheritedOwner)
				&& !isWritten("registry.snapshot")) {
			this.properties.getRegistry().setSnapshot(snapshot.resolveSibling(snapshot.getFileName() + "." + owner));
		}
	}

	private boolean isInherited(String key) {
		if (OF_APPLICATION.contains(key) || key.equals("enabled")) {
			return false;
		}
		return !OF_PLATFORM.contains(key) || !this.ownPlatform && !(key.equals("auth") && isWritten("auth"));
	}

	/**
	 * Tell whether there are keys of the client itself.
	 * @param key the key, or the start of keys
	 * @return {@code true} if there is one
	 */
	boolean isWritten(String key) {
		return this.binder.bind(this.prefix + "." + key, Object.class).isBound()
				|| this.binder.bind(this.prefix + "." + key, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	/** Take the place of what was inherited from keys, as the bean does. */
	private void inherit(SequoiaConnectionDetails platform) {
		SequoiaProperties supplied = new SuppliedConnection(platform).asProperties();
		SequoiaProperties.Registry registry = this.properties.getRegistry();
		registry.setUrl(supplied.getRegistry().getUrl());
		registry.setAllowInsecure(registry.isAllowInsecure() || supplied.getRegistry().isAllowInsecure());
		this.properties.setOwner(supplied.getOwner());
		this.properties.setServices(supplied.getServices());
		BeanUtils.copyProperties(new SequoiaProperties.Ssl(), this.properties.getSsl());
		if (!isWritten("auth")) {
			BeanUtils.copyProperties(supplied.getAuth(), this.properties.getAuth());
		}
	}

	private void inherit(String key, PropertyDescriptor property) {
		String inherited = SettingKeys.ROOT + "." + key;
		Object present = ReflectionUtils.invokeMethod(property.getReadMethod(), this.properties);
		if (property.getWriteMethod() != null) {
			ResolvableType type = ResolvableType.forMethodReturnType(property.getReadMethod());
			this.binder.bind(inherited, Bindable.of(type))
				.ifBound((value) -> ReflectionUtils.invokeMethod(Objects.requireNonNull(property.getWriteMethod()),
						this.properties, value));
		}
		else {
			this.binder.bind(inherited, Bindable.ofInstance(Objects.requireNonNull(present)));
		}
	}

}
