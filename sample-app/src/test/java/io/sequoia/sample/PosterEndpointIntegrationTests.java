package io.sequoia.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The upload of pictures, and the assets that the platform then has.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PosterEndpointIntegrationTests {

	private static final ParameterizedTypeReference<Map<String, String>> PATHS = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private SequoiaSandbox sandbox;

	@Value("${sample.pictures.folder}")
	private Path folder;

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
		this.sandbox.requests().clear();
	}

	@Test
	void answersThePictureThatWasUploaded() {
		byte[] picture = png("a picture");
		String path = upload("testmock:static", picture).expectStatus()
			.isOk()
			.expectBody(PATHS)
			.returnResult()
			.getResponseBody()
			.get("testmock:static");
		this.client.get()
			.uri(path)
			.exchange()
			.expectHeader()
			.contentType(MediaType.IMAGE_PNG)
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "max-age=31536000, immutable")
			.expectBody()
			.consumeWith((result) -> assertThat(result.getResponseBody()).isEqualTo(picture));
		assertThat(this.folder).isDirectoryNotContaining("glob:**.part");
	}

	@Test
	void thePosterOfTheCatalogueIsReplaced() {
		long before = this.sandbox.resources("metadata", "assets").size();
		upload("testmock:quill", jpeg("first")).expectStatus().isOk();
		upload("testmock:quill", png("second")).expectStatus().isOk();
		List<Map<String, Object>> assets = this.sandbox.resources("metadata", "assets");
		assertThat(assets).hasSize((int) before);
		assertThat(assets).filteredOn((asset) -> asset.get("name").equals("quill-poster"))
			.singleElement()
			.satisfies((asset) -> assertThat(asset).containsEntry("type", "image")
				.containsEntry("fileFormat", "png")
				.containsEntry("fileSize", png("second").length)
				.containsEntry("contentRef", "testmock:quill")
				.containsEntry("tags", List.of(Poster.TAG))
				.hasEntrySatisfying("url",
						(url) -> assertThat(url).asString()
							.startsWith("http://localhost:" + this.port + "/pictures/")
							.endsWith(".png")));
	}

	@Test
	void tellsThePostersOfManyContentsInOneRequest() {
		upload("testmock:gravel", png("gravel")).expectStatus().isOk();
		this.sandbox.requests().clear();
		Map<String, String> posters = this.client.get()
			.uri("/posters?content=testmock:gravel&content=testmock:hearth&content=testmock:no-such-film")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(PATHS)
			.returnResult()
			.getResponseBody();
		assertThat(posters).containsOnlyKeys("testmock:gravel");
		assertThat(posters.get("testmock:gravel")).matches("/pictures/[0-9a-f]{64}\\.png");
		assertThat(this.sandbox.requests().count()).isEqualTo(1);
	}

	@Test
	void tellsNoPosterWhoseFileIsGone() throws Exception {
		String path = upload("testmock:marzipan", png("lost")).expectBody(PATHS)
			.returnResult()
			.getResponseBody()
			.get("testmock:marzipan");
		Files.delete(this.folder.resolve(path.substring("/pictures/".length())));
		this.client.get().uri("/posters?content=testmock:marzipan").exchange().expectBody(PATHS).isEqualTo(Map.of());
		this.client.get().uri(path).exchange().expectStatus().isNotFound();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<script>alert(1)</script>", "GIF89a" })
	void refusesWhatIsNoPictureWhateverItIsCalled(String file) {
		upload("testmock:static", file.getBytes()).expectStatus().isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void refusesPicturesThatAreTooLarge() {
		byte[] largest = Arrays.copyOf(png(""), PosterController.MAX_BYTES);
		upload("testmock:static", largest).expectStatus().isOk();
		this.sandbox.requests().clear();
		upload("testmock:static", Arrays.copyOf(largest, largest.length + 1)).expectStatus()
			.isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void storesNoPictureOfAContentThatDoesNotExist() {
		byte[] picture = png("of nothing");
		upload("testmock:no-such-film", picture).expectStatus().isNotFound();
		assertThat(this.folder.resolve(Picture.of(picture).fileName())).doesNotExist();
		assertThat(this.sandbox.requests().count(Operation.STORE)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.yml", "..%2Fpom.xml", "%2Fetc%2Fpasswd", "x.png" })
	void answersNothingElseOfTheFolder(String file) {
		int status = this.client.get()
			.uri(java.net.URI.create("http://localhost:" + this.port + "/pictures/" + file))
			.exchange()
			.returnResult(byte[].class)
			.getStatus()
			.value();
		assertThat(status).isIn(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?content=", "?content=gravel" })
	void refusesPostersOfNoContent(String query) {
		this.client.get().uri("/posters" + query).exchange().expectStatus().isBadRequest();
		assertThat(this.sandbox.requests().count()).isZero();
	}

	private ResponseSpec upload(String ref, byte[] picture) {
		return this.client.put()
			.uri("/contents/" + ref + "/poster")
			.contentType(MediaType.IMAGE_PNG)
			.body(picture)
			.exchange();
	}

	private static byte[] png(String content) {
		return start(content, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
	}

	private static byte[] jpeg(String content) {
		return start(content, 0xff, 0xd8, 0xff);
	}

	private static byte[] start(String content, int... start) {
		byte[] bytes = Arrays.copyOf(new byte[0], start.length + content.length());
		for (int i = 0; i < start.length; i++) {
			bytes[i] = (byte) start[i];
		}
		System.arraycopy(content.getBytes(), 0, bytes, start.length, content.length());
		return bytes;
	}

}
