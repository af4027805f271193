package io.sequoia.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.transfer.SequoiaTransfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Certificates change while calls run.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateRotationIntegrationTests {

	@TempDir
	static Path directory;

	private static Pki pki;

	private final TlsPlatform platform = new TlsPlatform(pki.keyStore("server-a", "authority-a", "authority-b"),
			ClientAuth.REQUIRE);

	private ConfigurableApplicationContext context;

	@BeforeAll
	static void createCertificates() {
		pki = new Pki(directory);
		for (String generation : List.of("a", "b")) {
			pki.authority("authority-" + generation);
			pki.server("server-" + generation, "authority-" + generation);
			pki.key("client-" + generation, "authority-" + generation);
		}
	}

	@BeforeEach
	void writeFiles() {
		write("a", "authority-a");
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
		this.platform.close();
	}

	@Test
	void noCallOfManyFailsWhileBothSidesChangeTheirCertificates() throws InterruptedException {
		start("sequoia.retry.enabled=false", "sequoia.http.pool.acquire-timeout=1m");
		ContinuousCallers load = new ContinuousCallers(this::read);
		try {
			load.awaitCallsOfEachCaller();
			update(bundle("client-b", "authority-a", "authority-b"));
			load.awaitCallsOfEachCaller();
			int seen = this.platform.clients().size();
			Set<Channel> old = this.platform.open();
			load.awaitCallsOfEachCaller();
			// further ones may come meanwhile
			assertThat(List.copyOf(this.platform.clients()).stream().skip(seen)).containsOnly("client-b");
			this.platform.use(pki.keyStore("server-b", "authority-a", "authority-b"));
			update(bundle("client-b", "authority-b"));
			load.awaitCallsOfEachCaller();
			await().atMost(Duration.ofSeconds(10)).until(() -> old.stream().noneMatch(Channel::isActive));
		}
		finally {
			load.stop();
		}
		assertThat(load.failures()).isEmpty();
		assertThat(this.platform.clients().size()).isEqualTo(load.calls());
	}

	@Test
	void callThatRunsEndsOnTheConnectionThatItHas() {
		start();
		Mono<Content> slow = this.context.getBean(ReactiveSequoiaTemplate.class)
			.read(Ref.of("testmock", "slow"), Content.class)
			.cache();
		slow.subscribe();
		await().until(() -> this.platform.clients().size() == 1);
		Set<Channel> old = this.platform.open();
		update(bundle("client-b", "authority-a", "authority-b"));
		assertThat(read().title()).isEqualTo("A");
		assertThat(this.platform.clients()).containsExactly("client-a", "client-b");
		assertThat(old.stream().filter(Channel::isActive)).isNotEmpty();
		this.platform.finishSlowAnswers();
		assertThat(slow.block(Duration.ofSeconds(10))).extracting(Content::title).isEqualTo("slow");
		await().atMost(Duration.ofSeconds(10)).until(() -> old.stream().noneMatch(Channel::isActive));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pem", "PKCS12", "JKS" })
	void watchedFilesAreUsedAnewWhenTheyChange(String type) {
		startWith(type);
		assertThat(read().title()).isEqualTo("A");
		write("b", "authority-a");
		pki.keyStoreFile(type.equals("pem") ? "PKCS12" : type, "client-b", "authority-a")
			.toFile()
			.renameTo(directory.resolve("bundle").toFile());
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			read();
			assertThat(this.platform.clients()).endsWith("client-b");
		});
	}

	@Test
	@Tag("long")
	void noCallOfManyFailsWhileTheClientsOwnFilesAreSwapped() throws Exception {
		mount("a");
		startWithOwnFiles("sequoia.retry.enabled=false");
		ContinuousCallers load = new ContinuousCallers(this::read);
		try {
			load.awaitCallsOfEachCaller();
			mount("b");
			await().atMost(Duration.ofSeconds(20)).until(() -> this.platform.clients().contains("client-b"));
			load.awaitCallsOfEachCaller();
		}
		finally {
			load.stop();
		}
		assertThat(load.failures()).isEmpty();
		assertThat(this.platform.clients()).endsWith("client-b");
		SslBundles bundles = this.context.getBean(SslBundles.class);
		assertThat(bundles.getBundleNames()).containsExactly("sequoia.ssl");
		assertThat(certificate(bundles)).isEqualTo("CN=client-b");
	}

	@Test
	@Tag("long")
	void oldFilesStayInUseUntilBothNewOnesAreThere(CapturedOutput output) throws Exception {
		mount("a");
		startWithOwnFiles();
		Files.writeString(directory.resolve("volume/..data/tls.crt"), pki.certificates("client-b"));
		await().atMost(Duration.ofSeconds(20))
			.until(() -> output.getOut().contains("does not belong to the certificate"));
		assertThat(output).contains("The new content of the PEM files of 'sequoia.ssl'", "tls.crt",
				"the old content stays");
		assertThat(read().title()).isEqualTo("A");
		assertThat(certificate(this.context.getBean(SslBundles.class))).isEqualTo("CN=client-a");
		Files.writeString(directory.resolve("volume/..data/tls.key"), pki.privateKey("client-b"));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			read();
			assertThat(this.platform.clients()).endsWith("client-b");
		});
	}

	@Test
	void oldCertificatesStayWhereNewOnesAreOfNoUse(CapturedOutput output) {
		start();
		read();
		String key = pki.privateKey("client-b");
		update(SslBundle.of(new PemSslStoreBundle(
				new PemSslStoreDetails(null, pki.certificates("client-b"), key.replace("KEY", "OTHER KEY")), null)));
		update(SslBundle.of(new PemSslStoreBundle(new PemSslStoreDetails(null, key, key), null)));
		assertThat(output)
			.contains("The new certificates of the SSL bundle 'platform' cannot be used; the client keeps using"
					+ " the old ones")
			.doesNotContain(key.lines().skip(1).findFirst().orElseThrow());
		assertThat(read().title()).isEqualTo("A");
		assertThat(this.platform.clients()).containsExactly("client-a", "client-a");
	}

	@Test
	void storageGetsNoCertificateOfTheClient(@TempDir Path downloads) {
		start();
		try (TlsPlatform storage = new TlsPlatform(pki.keyStore("server-a", "authority-a", "authority-b"),
				ClientAuth.OPTIONAL)) {
			URI address = URI.create(storage.url() + "/data/contents/testmock:a");
			SequoiaTransfer transfer = this.context.getBean(SequoiaTransfer.class);
			transfer.download(address, downloads.resolve("before"));
			update(bundle("client-b", "authority-a"));
			transfer.download(address, downloads.resolve("after"));
			assertThat(downloads.resolve("after")).content().contains("\"title\":\"A\"");
			assertThat(storage.clients()).hasSizeGreaterThanOrEqualTo(2).containsOnly(TlsPlatform.NONE);
		}
		read();
		assertThat(this.platform.clients()).containsExactly("client-b");
	}

	@Test
	void updateAfterTheEndIsNobodysMatter() {
		start();
		SslBundleRegistry registry = this.context.getBean(SslBundleRegistry.class);
		this.context.close();
		registry.updateBundle("platform", bundle("client-b", "authority-a"));
		assertThat(this.platform.open()).isEmpty();
	}

	/**
	 * Write the files of a generation as a volume of Kubernetes has them: behind a link
	 * that is swapped at once.
	 */
	private static void mount(String generation) throws IOException {
		Path volume = Files.createDirectories(directory.resolve("volume"));
		Path data = Files.createTempDirectory(volume, "..");
		Files.writeString(data.resolve("tls.crt"), pki.certificates("client-" + generation));
		Files.writeString(data.resolve("tls.key"), pki.privateKey("client-" + generation));
		Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), data.getFileName());
		Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
		for (String file : List.of("tls.crt", "tls.key")) {
			if (!Files.isSymbolicLink(volume.resolve(file))) {
				Files.createSymbolicLink(volume.resolve(file), Path.of("..data", file));
			}
		}
	}

	private static String certificate(SslBundles bundles) throws GeneralSecurityException {
		KeyStore store = bundles.getBundle("sequoia.ssl").getStores().getKeyStore();
		X509Certificate certificate = (X509Certificate) store.getCertificate(store.aliases().nextElement());
		return certificate.getSubjectX500Principal().getName();
	}

	private Content read() {
		return this.context.getBean(SequoiaTemplate.class).read(Ref.of("testmock", "a"), Content.class);
	}

	private void update(SslBundle bundle) {
		this.context.getBean(SslBundleRegistry.class).updateBundle("platform", bundle);
	}

	private static SslBundle bundle(String client, String... authorities) {
		return SslBundle
			.of(new PemSslStoreBundle(new PemSslStoreDetails(null, pki.certificates(client), pki.privateKey(client)),
					PemSslStoreDetails.forCertificate(pki.certificates(authorities))));
	}

	/**
	 * Write all files of a rotation at once, as a file that is read must fit the others.
	 */
	private static void write(String generation, String authority) {
		pki.write("client.pem", pki.certificates("client-" + generation) + pki.privateKey("client-" + generation));
		pki.write("trusted.pem", pki.certificates(authority));
	}

	private void startWith(String type) {
		if (type.equals("pem")) {
			start("spring.ssl.bundle.pem.platform.reload-on-update=true");
			return;
		}
		pki.keyStoreFile(type, "client-a", "authority-a").toFile().renameTo(directory.resolve("bundle").toFile());
		List<String> properties = new ArrayList<>();
		for (String store : List.of("keystore", "truststore")) {
			String prefix = "spring.ssl.bundle.jks.platform." + store + ".";
			properties.addAll(List.of(prefix + "location=file:" + directory.resolve("bundle"), prefix + "type=" + type,
					prefix + "password=" + Pki.PASSWORD));
		}
		properties.add("spring.ssl.bundle.jks.platform.reload-on-update=true");
		run(properties);
	}

	private void startWithOwnFiles(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("sequoia.ssl.certificate=" + directory.resolve("volume/tls.crt"));
		all.add("sequoia.ssl.private-key=" + directory.resolve("volume/tls.key"));
		all.add("sequoia.ssl.trust-certificate=" + directory.resolve("trusted.pem"));
		connect(all);
	}

	private void start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.ssl.bundle.pem.platform.keystore.certificate=" + directory.resolve("client.pem"));
		all.add("spring.ssl.bundle.pem.platform.keystore.private-key=" + directory.resolve("client.pem"));
		all.add("spring.ssl.bundle.pem.platform.truststore.certificate=" + directory.resolve("trusted.pem"));
		run(all);
	}

	private void run(List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("sequoia.ssl.bundle=platform", "spring.ssl.bundle.watch.file.quiet-period=100ms"));
		connect(all);
	}

	private void connect(List<String> properties) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("sequoia.registry.url=" + this.platform.url(), "sequoia.owner=testmock",
				"sequoia.auth.type=mutual-tls"));
		this.context = ClientApplication.run(all, SslAutoConfiguration.class);
	}

}
