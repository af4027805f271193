package io.sequoia.spring;

import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * References in controllers, in the slice of Spring MVC: without any bean of the client.
 */
@WebMvcTest
@TestPropertySource(properties = { "app.featured=testmock:featured", "app.all=testmock:a,testmock:b" })
class RefInControllersTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void aPathVariable() {
		assertThat(this.mvc.get().uri("/films/testmock:dragons")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{\"ref\":\"testmock:dragons\",\"title\":\"dragons of testmock\"}");
	}

	@Test
	void parametersOneAndMany() {
		assertThat(this.mvc.get().uri("/one?ref=testmock:a")).hasStatusOk().bodyJson().isEqualTo("\"testmock:a\"");
		assertThat(this.mvc.get().uri("/many?refs=testmock:a,testmock:b")).bodyJson()
			.isStrictlyEqualTo("[\"testmock:a\",\"testmock:b\"]");
	}

	@Test
	void headersCookiesAndForms() {
		assertThat(this.mvc.get().uri("/header").header("X-Film", "testmock:a")).bodyText().isEqualTo("\"testmock:a\"");
		assertThat(this.mvc.get().uri("/cookie").cookie(new jakarta.servlet.http.Cookie("film", "testmock:a")))
			.bodyText()
			.isEqualTo("\"testmock:a\"");
		assertThat(this.mvc.get().uri("/form?film=testmock:a&others=testmock:b&others=testmock:c")).bodyJson()
			.isStrictlyEqualTo("{\"film\":\"testmock:a\",\"others\":[\"testmock:b\",\"testmock:c\"]}");
	}

	@Test
	void aBodyThatHoldsReferences() {
		String body = "{\"film\":\"testmock:a\",\"others\":[\"testmock:b\"]}";
		assertThat(this.mvc.post().uri("/body").contentType(MediaType.APPLICATION_JSON).content(body)).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(body);
		assertThat(this.mvc.post()
			.uri("/keys")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"testmock:a\":\"testmock:b\"}")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("{\"testmock:a\":\"testmock:b\"}");
		assertThat(this.mvc.post().uri("/ref").contentType(MediaType.APPLICATION_JSON).content("\"testmock:a\""))
			.hasStatusOk()
			.bodyText()
			.isEqualTo("\"testmock:a\"");
	}

	@Test
	void configuredValues() {
		assertThat(this.mvc.get().uri("/configured")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo("[\"testmock:featured\",\"testmock:a\",\"testmock:b\"]");
	}

	@Test
	void whatIsNoReferenceIsTheFaultOfTheCaller() {
		assertThat(this.mvc.get().uri("/films/dragons")).hasStatus(400);
		assertThat(this.mvc.get().uri("/films/testmock:dra%20gons")).hasStatus(400);
		assertThat(this.mvc.get().uri("/one?ref=a:b:c")).hasStatus(400);
		assertThat(this.mvc.post()
			.uri("/body")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"film\":\"dragons\",\"others\":[]}")).hasStatus(400);
		assertThat(this.mvc.post()
			.uri("/body")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"film\":{\"owner\":\"a\",\"name\":\"b\"},\"others\":[]}")).hasStatus(400);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Films.class)
	static class Application {

	}

	record Titled(Ref ref, String title) {
	}

	record Choice(Ref film, List<Ref> others) {
	}

	@RestController
	static class Films {

		@GetMapping("/films/{ref}")
		Titled film(@PathVariable Ref ref) {
			return new Titled(ref, ref.name() + " of " + ref.owner());
		}

		@GetMapping("/one")
		Ref one(@RequestParam Ref ref) {
			return ref;
		}

		@GetMapping("/many")
		List<Ref> many(@RequestParam List<Ref> refs) {
			return refs;
		}

		@GetMapping("/header")
		Ref header(@RequestHeader("X-Film") Ref ref) {
			return ref;
		}

		@GetMapping("/cookie")
		Ref cookie(@CookieValue("film") Ref ref) {
			return ref;
		}

		@GetMapping("/form")
		Choice form(@ModelAttribute Choice choice) {
			return choice;
		}

		@PostMapping("/body")
		Choice body(@RequestBody Choice choice) {
			return choice;
		}

		@PostMapping("/keys")
		Map<Ref, Ref> keys(@RequestBody Map<Ref, Ref> refs) {
			return refs;
		}

		@PostMapping("/ref")
		Ref ref(@RequestBody Ref ref) {
			return ref;
		}

		@GetMapping("/configured")
		List<Ref> configured(@Value("${app.featured}") Ref featured, @Value("${app.all}") List<Ref> all) {
			return List.of(featured, all.get(0), all.get(1));
		}

	}

}
