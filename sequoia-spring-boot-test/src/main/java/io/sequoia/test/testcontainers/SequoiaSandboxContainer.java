package io.sequoia.test.testcontainers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The sandbox in a container, for tests that are to meet it over a network. With
 * {@code @ServiceConnection} an application of the test is connected to it. <pre>
 * &#64;Container
 * &#64;ServiceConnection
 * static SequoiaSandboxContainer sandbox = new SequoiaSandboxContainer("sequoia-sandbox");
 * </pre>
 * <p>
 * With {@code @ServiceConnection} the Docker engine may be on another machine. Without
 * it, an application needs {@code sequoia.registry.allow-insecure=true} for that, as the
 * client accepts plain http only on this machine.
 */
public class SequoiaSandboxContainer extends GenericContainer<SequoiaSandboxContainer> {

	/**
	 * The port inside of the container.
	 */
	public static final int PORT = 8099;

	private final List<String> furtherOwners = new ArrayList<>();

	private String owner = "testmock";

	private String clientId = "sandbox-client";

	private String clientSecret = "sandbox-secret";

	/**
	 * Create a container of an image.
	 * @param image the name of the image
	 */
	public SequoiaSandboxContainer(String image) {
		this(DockerImageName.parse(image));
	}

	/**
	 * Create a container of an image.
	 * @param image the name of the image
	 */
	public SequoiaSandboxContainer(DockerImageName image) {
		super(image);
	}

	/**
	 * Create a container of an image that is made when it is needed.
	 * @param image the image, such as an {@code ImageFromDockerfile}
	 */
	public SequoiaSandboxContainer(Future<String> image) {
		super(image);
	}

	/**
	 * Set the tenant that the catalogue belongs to.
	 * @param owner the owner, {@code testmock} by default
	 * @return this container
	 */
	public SequoiaSandboxContainer withOwner(String owner) {
		this.owner = owner;
		return self();
	}

	/**
	 * Add tenants that start without any resources.
	 * @param owners their names, none by default
	 * @return this container
	 */
	public SequoiaSandboxContainer withFurtherOwners(String... owners) {
		this.furtherOwners.addAll(List.of(owners));
		return self();
	}

	/**
	 * Set the client that gets tokens.
	 * @param id the client id, {@code sandbox-client} by default
	 * @param secret the client secret, {@code sandbox-secret} by default
	 * @return this container
	 */
	public SequoiaSandboxContainer withClient(String id, String secret) {
		this.clientId = id;
		this.clientSecret = secret;
		return self();
	}

	/**
	 * Start without the catalogue.
	 * @return this container
	 */
	public SequoiaSandboxContainer withEmptyCatalogue() {
		return withEnv("SEQUOIA_SANDBOX_EMPTY", "true");
	}

	/**
	 * Set the lifetime of tokens.
	 * @param lifetime the time, one hour by default
	 * @return this container
	 */
	public SequoiaSandboxContainer withTokenLifetime(Duration lifetime) {
		return withEnv("SEQUOIA_SANDBOX_TOKEN_LIFETIME", lifetime.toString());
	}

	/**
	 * Set the time that every answer takes.
	 * @param latency the time, none by default
	 * @return this container
	 */
	public SequoiaSandboxContainer withLatency(Duration latency) {
		return withEnv("SEQUOIA_SANDBOX_LATENCY", latency.toString());
	}

	@Override
	protected void configure() {
		List<String> owners = new ArrayList<>(List.of(this.owner));
		owners.addAll(this.furtherOwners);
		addExposedPort(PORT);
		addEnv("SEQUOIA_SANDBOX_OWNER", String.join(",", owners));
		addEnv("SEQUOIA_SANDBOX_CLIENT_ID", this.clientId);
		addEnv("SEQUOIA_SANDBOX_CLIENT_SECRET", this.clientSecret);
		waitingFor(Wait.forHttp("/services/" + this.owner).forPort(PORT).withStartupTimeout(Duration.ofMinutes(2)));
	}

	/**
	 * Return the base URL of the registry, as seen from outside of the container.
	 * @return the URL for {@code sequoia.registry.url}
	 * @throws IllegalStateException if the container has not started
	 */
	public String getRegistryUrl() {
		return "http://" + getHost() + ":" + getMappedPort(PORT);
	}

	/**
	 * The tenant that the catalogue belongs to.
	 * @return the owner
	 */
	public String getOwner() {
		return this.owner;
	}

	/**
	 * Return the id of the client that gets tokens.
	 * @return the client id
	 */
	public String getClientId() {
		return this.clientId;
	}

	/**
	 * Return the secret of the client that gets tokens.
	 * @return the client secret
	 */
	public String getClientSecret() {
		return this.clientSecret;
	}

}
