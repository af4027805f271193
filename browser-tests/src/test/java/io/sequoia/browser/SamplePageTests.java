package io.sequoia.browser;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the sample.
 */
@BrowserTest
class SamplePageTests {

	private static final String CARD = ".card .name";

	private static final String DIALOG = "dialog[open] ";

	@Autowired
	private SequoiaSandbox sandbox;

	@LocalServerPort
	private int port;

	private final Browser browser;

	SamplePageTests(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	@AfterEach
	void begin() {
		this.sandbox.reset();
	}

	@Test
	void titlesComePageAfterPage() {
		open("#/");
		assertThat(this.browser.texts(".head p")).containsExactly("135 titles");
		assertThat(this.browser.count(".card")).isEqualTo(24);
		this.browser.documented("sample");
		this.browser.control("Show more").click();
		this.browser.until("a second page", () -> this.browser.count(".card") == 48);
		assertThat(this.browser.focused()).startsWith(this.browser.texts(CARD).get(24));
		assertThat(this.browser.texts(CARD)).doesNotHaveDuplicates();
	}

	@Test
	void kindAndOrderNarrowTheList() {
		open("#/");
		this.browser.find("input[name=kind][value=show]").click();
		this.browser.untilText(".head p", "16 titles");
		this.browser.control("Order").sendKeys("Newest");
		this.browser.until("the newest first",
				() -> this.browser.texts(CARD).stream().findFirst().filter("Silk Road Kitchens"::equals).isPresent());
		assertThat(this.browser.control("Order").getAccessibleName()).isEqualTo(this.browser.focused());
		assertThat(lastBrowse().query()).containsEntry("withType", List.of("show"))
			.containsEntry("sort", List.of("-releaseYear,title"));
	}

	@Test
	void oneRequestIsMadeForWhatIsTypedInOneGo() {
		open("#/");
		this.sandbox.requests().clear();
		this.browser.control("Search").click();
		this.browser.script("""
				const input = document.activeElement;
				for (const letter of 'dragon') {
					input.value += letter;
					input.dispatchEvent(new InputEvent('input', { bubbles: true }));
				}""");
		this.browser.untilText(".head p", "2 titles for “dragon”");
		assertThat(this.browser.texts(CARD)).containsExactly("Dragon Keepers", "Here Be Small Dragons");
		assertThat(searches()).containsExactly("dragon");
		assertThat(this.browser.focused()).startsWith("Search");
		this.browser.press("zzz");
		this.browser.untilText(".nothing", "No title has “dragonzzz”");
	}

	@Test
	void anAnswerThatComesTooLateIsNotShown() {
		open("#/");
		this.sandbox.requests().clear();
		this.sandbox.faults().next(Operation.BROWSE, Fault.delay(Duration.ofSeconds(1)));
		this.browser.control("Search").sendKeys("dragon");
		this.browser.until("the slow request", () -> this.sandbox.faults().pending() == 0);
		this.browser.press(" keepers");
		this.browser.untilText(".head p", "1 title for “dragon keepers”");
		this.browser.until("the slow answer", () -> searches().contains("dragon"));
		assertThat(this.browser.texts(".head p")).containsExactly("1 title for “dragon keepers”");
		assertThat(this.browser.texts(CARD)).containsExactly("Dragon Keepers");
	}

	@Test
	void aSeriesHasSeasonsAndTheirEpisodesInOrder() {
		open("#/title/testmock:harbour-lights");
		assertThat(this.browser.texts(".season summary")).satisfiesExactly(
				(first) -> assertThat(first).contains("Season 1"),
				(second) -> assertThat(second).contains("Season 2", "5 episodes"));
		assertThat(this.browser.texts(".episodes a")).containsExactly("Cold Store", "Bill of Lading",
				"The Pilot's Wife", "Fog Signal", "Dead Slow Ahead");
		this.browser.find(".season:last-of-type summary").click();
		this.browser.untilText(".season:last-of-type .episodes a", "Home Berth");
		this.browser.control("Fog Signal").click();
		this.browser.untilText("h1", "Fog Signal");
		assertThat(this.browser.texts(".trail li")).containsExactly("All titles", "Harbour Lights",
				"Harbour Lights, season 1");
	}

	@Test
	void aNewTitleIsStoredAndDeleted() {
		open("#/new");
		String markup = "<img src=x onerror=alert(1)> & \"co\"";
		this.browser.replace("Title", markup);
		this.browser.replace("Running time", "95");
		this.browser.control("Save").click();
		this.browser.untilText("h1", markup);
		assertThat(this.browser.texts(".about .quiet")).contains("Film · 1 h 35 min");
		assertThat(this.browser.count("main img")).isZero();
		this.browser.control("Edit").click();
		this.browser.control("Delete this title").click();
		this.browser.find(DIALOG + "button.bad").click();
		this.browser.untilText("#status", "is deleted");
		assertThat(this.sandbox.resources("metadata", "contents"))
			.noneMatch((each) -> markup.equals(each.get("title")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "theirs", "mine", "both", "neither" })
	void theSecondOfTwoTabsIsToldWhatChanged(String choice) {
		open("#/title/testmock:quill/edit");
		this.browser.replace("Title", "Quill, mine");
		this.browser.replace("Running time", "90");
		String second = this.browser.openTab(address("#/title/testmock:quill/edit"));
		this.browser.replace("Title", "Quill, theirs");
		this.browser.replace("Year", "2017");
		this.browser.control("Save").click();
		this.browser.untilText("h1", "Quill, theirs");
		this.browser.expect(412);
		this.browser.tab(second);
		this.browser.control("Save").click();
		this.browser.find(DIALOG);
		assertThat(this.browser.texts(DIALOG + "legend")).containsExactly("Title", "Year of the first release");
		assertThat(this.browser.texts(DIALOG + ".option")).containsExactly("Theirs\nQuill, theirs",
				"Yours\nQuill, mine", "Theirs\n2017", "As it was, unchanged by you\n2016");
		switch (choice) {
			case "theirs" -> this.browser.control("Take over").click();
			case "mine" -> this.browser.control("Overwrite").click();
			case "both" -> {
				assertThat(this.browser.violations()).isEmpty();
				this.browser.screenshot("conflict");
				this.browser.find(DIALOG + "input[name=title][value=mine]").click();
				this.browser.control("Save this choice").click();
			}
			default -> this.browser.press(Keys.ESCAPE);
		}
		if (choice.equals("neither")) {
			this.browser.until("no dialog", () -> this.browser.count(DIALOG) == 0);
			assertThat(this.browser.control("Title").getDomProperty("value")).isEqualTo("Quill, mine");
			assertThat(quill()).containsEntry("title", "Quill, theirs");
			return;
		}
		this.browser.find("article");
		assertThat(quill()).containsEntry("title", choice.equals("theirs") ? "Quill, theirs" : "Quill, mine")
			.containsEntry("releaseYear", choice.equals("mine") ? 2016 : 2017)
			.containsEntry("duration", choice.equals("theirs") ? "PT1H28M" : "PT1H30M");
	}

	@Test
	void whatSomebodyElseChangedElsewhereIsKeptWithoutAQuestion() {
		open("#/title/testmock:quill/edit");
		this.browser.replace("Title", "Quill, mine");
		String second = this.browser.openTab(address("#/title/testmock:quill"));
		this.browser.find("article");
		this.browser.script("""
				return fetch('contents/testmock:quill').then((response) => response.json()).then((content) =>
					fetch('contents/testmock:quill', { method: 'PUT', headers: { 'Content-Type': 'application/json' },
						body: JSON.stringify({ ...content, custom: { desk: 'drama' } }) }))""");
		this.browser.expect(412);
		this.browser.tab(second);
		this.browser.control("Save").click();
		this.browser.untilText("article h1", "Quill, mine");
		assertThat(quill()).containsEntry("title", "Quill, mine").containsEntry("custom", Map.of("desk", "drama"));
	}

	@Test
	void anUploadedPictureIsThePosterEverywhere(@TempDir Path folder) throws IOException {
		Path picture = folder.resolve("poster.png");
		ImageIO.write(new BufferedImage(900, 1500, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
		Path text = Files.writeString(folder.resolve("poster.txt"), "no picture");
		open("#/title/testmock:quill");
		this.browser.script("document.getElementById('picture').className = ''");
		this.browser.find("#picture").sendKeys(text.toString());
		this.browser.untilText(".failure", "“poster.txt” is not a picture");
		this.browser.find("#picture").sendKeys(picture.toString());
		this.browser.untilText("#status", "The picture is stored");
		this.browser.until("the picture", () -> Long.valueOf(800)
			.equals(this.browser.script("return document.querySelector('article .poster img')?.naturalWidth")));
		open("#/?q=quill");
		assertThat(this.browser.find(".card .poster img").getDomAttribute("src")).matches("/pictures/\\w{64}\\.jpg");
	}

	@Test
	void aFailureHasTheCorrelationIdToQuoteAndASecondTry() {
		open("#/");
		this.sandbox.requests().clear();
		this.sandbox.faults().next(100, Operation.READ, Fault.status(503));
		this.browser.expect(503);
		this.browser.go("#/title/testmock:quill");
		this.browser.untilText(".failure h1", "The catalogue is not available");
		String sent = this.sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID");
		assertThat(this.browser.texts(".failure code")).containsExactly(sent);
		assertThat(this.browser.violations()).isEmpty();
		this.browser.screenshot("failure");
		this.sandbox.faults().clear();
		this.browser.control("Try again").click();
		this.browser.untilText("article h1", "Quill");
	}

	@Test
	void aTitleThatIsGoneIsToldAsSuch() {
		this.browser.expect(404);
		open("#/title/testmock:no-such-film");
		this.browser.untilText(".failure", "somebody may have deleted it");
		assertThat(this.browser.violations()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "#/?kind=constructor&order=toString", "#nonsense", "#/?q=%20", "#//" })
	void anAddressThatSomebodyMistypedShowsAllTitles(String address) {
		open(address);
		this.browser.untilText(".head p", "135 titles");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#/title/%E0%A4%A", "#/title/quill", "#/title/a:b/edit" })
	void anAddressOfNoTitleIsToldAsSuch(String address) {
		this.browser.expect(400);
		this.browser.expect(404);
		open(address);
		assertThat(this.browser.count(".failure h1")).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "!a", "*", "a||b", "a&&b", "\"<b>\"", "%", "\\" })
	void anyTextCanBeSearched(String text) {
		open("#/");
		this.browser.control("Search").sendKeys(text);
		this.browser.untilText(".head p", "for “" + text + "”");
	}

	@Test
	void aWordThatIsLongerThanTheWindowIsBroken() {
		open("#/new");
		this.browser.replace("Title", "W".repeat(180));
		this.browser.control("Save").click();
		this.browser.find("article h1");
		this.browser.phone();
		assertThat(this.browser.overflows()).isFalse();
		this.browser.go("#/?q=" + "W".repeat(20));
		this.browser.untilText(".head p", "1 title");
		assertThat(this.browser.overflows()).isFalse();
	}

	@Test
	void everythingIsDoneByKeyboard() {
		open("#/");
		this.browser.tabTo("Skip to the content");
		this.browser.press(Keys.ENTER);
		this.browser.tabTo("All");
		this.browser.press(Keys.ARROW_RIGHT);
		this.browser.untilText(".head p", "119 titles");
		open("#/");
		this.browser.tabTo("Search");
		this.browser.press("feather");
		this.browser.untilText(".head p", "1 title");
		this.browser.tabTo("Feather Weight");
		this.browser.press(Keys.ENTER);
		this.browser.untilText("article h1", "Feather Weight");
		assertThat(this.browser.focused()).isEqualTo("Feather Weight");
		this.browser.tabTo("Edit");
		this.browser.press(Keys.ENTER);
		this.browser.untilText("h1", "Edit Feather Weight");
		this.browser.tabTo("Title");
		this.browser.press(Keys.END, ", again", Keys.ENTER);
		this.browser.untilText("article h1", "Feather Weight, again");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#/", "#/?q=zzz", "#/title/testmock:harbour-lights",
			"#/title/testmock:harbour-lights/edit", "#/new" })
	void everyViewIsAccessibleInLightAndDarkAndOnAPhone(String view) {
		open(view);
		Appearances.assertAccessible(this.browser, view.replaceAll("\\W+", "-").substring(1));
	}

	private void open(String fragment) {
		this.browser.open(address(fragment));
		this.browser.find("main:not([aria-busy]) h1");
	}

	private String address(String fragment) {
		return "http://localhost:" + this.port + "/" + fragment;
	}

	private LoggedRequest lastBrowse() {
		List<LoggedRequest> browses = this.sandbox.requests()
			.of(Operation.BROWSE)
			.stream()
			.filter((request) -> "contents".equals(request.resource()))
			.toList();
		return browses.get(browses.size() - 1);
	}

	private List<String> searches() {
		return this.sandbox.requests()
			.of(Operation.BROWSE)
			.stream()
			.map((request) -> request.parameter("q"))
			.filter((q) -> q != null)
			.toList();
	}

	private Map<String, Object> quill() {
		return this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((content) -> "quill".equals(content.get("name")))
			.findFirst()
			.orElseThrow();
	}

}
