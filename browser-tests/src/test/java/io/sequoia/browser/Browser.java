package io.sequoia.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.core.io.ClassPathResource;

/**
 * A real browser, as a person uses it: looks for elements, waits for what appears, types
 * and presses keys. Screenshots go to {@code target/screenshots}.
 */
class Browser implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final String AXE = read("axe.min.js");

	/**
	 * Find those that may be meant, of which the browser then tells the accessible names.
	 */
	private static final String CONTROLS = """
			return [...document.querySelectorAll(arguments[1])].filter((each) =>
				each.checkVisibility() && [each.ariaLabel, each.textContent, ...[...(each.labels ?? [])].map((label) =>
					label.textContent)].some((text) => text?.trim().startsWith(arguments[0])));
			""";

	private static final String TEXTS = """
			return [...document.querySelectorAll(arguments[0])].map((each) => each.checkVisibility() ? each.innerText.trim() : '');
			""";

	/** Check a page; of files, a script must not read the style sheets. */
	private static final String VIOLATIONS = """
			const done = arguments[0];
			axe.run(document, { resultTypes: ['violations'], preload: location.protocol !== 'file:' }).then((result) => done(result.violations.map((each) =>
				each.id + ' (' + each.help + '): ' + each.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary)
					.join('; ')))).catch((error) => done([String(error)]));
			""";

	private final ChromeDriver driver;

	private final List<Integer> expected = new ArrayList<>();

	private String name = "";

	private int opened;

	Browser() {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BrowserExtension.binary().orElseThrow().toFile());
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--no-first-run", "--disable-background-networking", "--disable-sync", "--disable-component-update",
				"--hide-scrollbars", "--renderer-process-limit=1", "--disable-site-isolation-trials",
				"--disable-features=BackForwardCache,SpareRendererForSitePerProcess,IsolateOrigins,site-per-process");
		// the path is given, so that Selenium looks for no driver and downloads none
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(BrowserExtension.DRIVER.toFile())
			.usingAnyFreePort()
			.build();
		this.driver = new ChromeDriver(service, options);
		this.driver.manage().timeouts().scriptTimeout(LIMIT);
	}

	/** Forget what another test left, and begin with a wide, light window. */
	void reset(String test) {
		this.name = test;
		List<String> windows = List.copyOf(this.driver.getWindowHandles());
		windows.subList(1, windows.size()).forEach((window) -> this.driver.switchTo().window(window).close());
		this.driver.switchTo().window(windows.get(0));
		this.driver.get("about:blank");
		this.driver.manage().logs().get(LogType.BROWSER);
		this.expected.clear();
		wide();
		dark(false);
	}

	/**
	 * Load a page, even if it is the one that is shown, of which only the fragment
	 * changes.
	 */
	void open(String address) {
		this.opened++;
		this.driver.get(address.replaceFirst("#|$", "?opened=" + this.opened + "$0"));
	}

	/** Follow an address within the page, as a link does. */
	void go(String fragment) {
		script("location.hash = arguments[0]", fragment);
	}

	String openTab(String address) {
		String before = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		wide();
		this.driver.get(address);
		return before;
	}

	String tab() {
		return this.driver.getWindowHandle();
	}

	void tab(String handle) {
		this.driver.switchTo().window(handle);
	}

	void wide() {
		size(1280, 900);
	}

	void phone() {
		size(360, 740);
	}

	private void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void dark(boolean dark) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
						Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
	}

	/** Find the first element, waiting for it. */
	WebElement find(String css) {
		List<WebElement> found = new ArrayList<>();
		until(css, () -> found.addAll(this.driver.findElements(By.cssSelector(css))));
		return found.get(0);
	}

	/** Find the control whose accessible name begins with a text, waiting for it. */
	WebElement control(String label) {
		return control("a, button, input, select, textarea, summary", label);
	}

	/** Find the field whose label begins with a text, waiting for it. */
	WebElement field(String label) {
		return control("input, select, textarea", label);
	}

	private WebElement control(String css, String label) {
		List<WebElement> found = new ArrayList<>();
		until("a control named " + label, () -> {
			((List<?>) script(CONTROLS, label, css)).stream()
				.map(WebElement.class::cast)
				.filter((element) -> element.getAccessibleName().startsWith(label))
				.findFirst()
				.ifPresent(found::add);
			return !found.isEmpty();
		});
		return found.get(0);
	}

	/**
	 * Return the texts that a person sees of all elements, with one question to the
	 * browser.
	 */
	List<String> texts(String css) {
		return ((List<?>) script(TEXTS, css)).stream().map(String.class::cast).toList();
	}

	int count(String css) {
		return ((Number) script("return document.querySelectorAll(arguments[0]).length", css)).intValue();
	}

	/** Wait until an element has a text. */
	void untilText(String css, String text) {
		until(css + " has the text " + text, () -> texts(css).stream().anyMatch((each) -> each.contains(text)));
	}

	void until(String what, Callable<Boolean> condition) {
		Awaitility.await(what)
			.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			// an element that was replaced meanwhile
			.ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
			.until(condition);
	}

	void replace(String label, String text) {
		WebElement control = field(label);
		control.clear();
		control.sendKeys(text);
	}

	/** Press keys, wherever the focus is. */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	/** Move the focus on by the Tab key until it is on a control with that name. */
	void tabTo(String label) {
		for (int i = 0; i < 60; i++) {
			press(Keys.TAB);
			if (focused().startsWith(label)) {
				return;
			}
		}
		throw new AssertionError("The Tab key does not lead to " + label);
	}

	/** Return the accessible name of the element with the focus. */
	String focused() {
		return this.driver.switchTo().activeElement().getAccessibleName();
	}

	Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	boolean overflows() {
		return Boolean.TRUE
			.equals(script("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
	}

	/** Check the page with axe. */
	List<?> violations() {
		if (!Boolean.TRUE.equals(script("return typeof axe === 'object'"))) {
			script(AXE);
		}
		return (List<?>) this.driver.executeAsyncScript(VIOLATIONS);
	}

	void screenshot(String view) {
		write(SCREENSHOTS.resolve(this.name + "-" + view + ".png"));
	}

	/** Take a screenshot that the documentation shows, and write it there on demand. */
	void documented(String view) {
		screenshot(view);
		if (Boolean.getBoolean("sequoia.docs.write")) {
			write(Path.of("..", "docs", view + ".png"));
		}
	}

	private void write(Path file) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Make the window as long as its page. */
	void whole() {
		size(1400, ((Number) script("return document.documentElement.scrollHeight")).intValue());
	}

	/** Expect answers with a status, which a browser always logs as an error. */
	void expect(int status) {
		this.expected.add(status);
	}

	/** Return all that was logged, but for the answers expected. */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.map((entry) -> entry.getLevel() + " " + entry.getMessage())
			.filter((message) -> this.expected.stream()
				.noneMatch((status) -> message.contains("responded with a status of " + status)))
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	private static String read(String file) {
		try {
			return new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
