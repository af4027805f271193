package io.sequoia.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.RateLimitedException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.VersionConflictException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the matrix that apply to every kind of call. The columns are read, page 3
 * of a browse, store of a named and of a nameless resource, update, delete; then token,
 * registry and descriptor, which a read needs.
 */
final class Rows {

	static final Row RESET_APPLIED = Row
		.of(8, "reset after applying", "R R R U R R R R R", (trial) -> trial.hit(Fault.RESET.afterApplying()))
		.and(Rows::deleted);

	static final Row SILENCE = Row.of(12, "no answer", "R R R U R R R R R", (trial) -> trial.hit(Fault.SILENCE));

	static final Row UNAVAILABLE = Row.of(13, "503, not applied", "R R R U R R R R R",
			(trial) -> trial.hit(Fault.status(503)));

	static final Row REFUSED = refusal(400, "F F F F F F F F ok", InvalidResourceException.class);

	static final Row REVOKED = Row
		.of(16, "token revoked once", "ok ok ok ok ok ok – – –",
				(trial) -> trial.beforeSending((door) -> trial.tenant().revokeTokens()))
		.and((trial) -> assertRefreshedOnce(trial, trial.column().pages() + 1));

	static final Row REDIRECTED = Row
		.of(18, "redirect to another host", "F F F F F F F F F",
				(trial) -> trial.hitAlways(Fault.redirect(() -> trial.rig().canary().url() + "/any")))
		.and(Trial::assertUntouched);

	static final Row TOO_LARGE = Row.of(21, "larger than allowed", "F F F F F F F F ok",
			(trial) -> trial.hit(Fault.changed((right) -> with(right, " ".repeat(600_000), ""))));

	private Rows() {
	}

	/** Return the rows on broken connections. */
	static List<Row> connections() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(1, "port closed, open again for the second attempt", "R R R R R R R R R", (trial) -> {
			trial.beforeConnecting(Door::refuse);
			trial.rig().attempts().afterFailure(() -> trial.door().reopen());
		}));
		rows.add(Row.of(1, "port closed", "RF RF RF RF RF RF RF RF RF", (trial) -> trial.beforeConnecting(Door::refuse))
			.and((trial) -> {
				trial.door().reopen();
				trial.assertUntouched();
				assertThat(trial.failure()).hasMessageContaining("refused")
					.hasMessageContaining("127.0.0.1:" + trial.door().port());
			}));
		rows.add(Row.of(6, "new connection reset before the request is read", "R R R U R R R R R",
				(trial) -> trial.beforeConnecting((door) -> door.resetUnread(1))));
		rows.add(Row.of(6, "kept connection reset before the request is read", "R R R U R R R R R",
				(trial) -> trial.beforeSending((door) -> door.resetUnread(1))));
		rows.add(
				Row.of(7, "closed after reading, not applied", "R R R U R R R R R", (trial) -> trial.hit(Fault.CLOSE)));
		rows.add(Row.of(7, "reset after reading, not applied", "R R R U R R R R R", (trial) -> trial.hit(Fault.RESET)));
		rows.add(Row
			.of(8, "closed after applying", "R R R U R R R R R", (trial) -> trial.hit(Fault.CLOSE.afterApplying()))
			.and(Rows::deleted));
		rows.add(RESET_APPLIED);
		rows.add(
				Row.of(9, "half of the body, then closed", "R R R U R R R R R", (trial) -> trial.hit(Fault.TRUNCATED)));
		rows.add(Row.of(10, "a chunk without a length", "R R R U R R R R R", (trial) -> trial.hit(Fault.BAD_CHUNK)));
		rows.add(Row.of(10, "bytes that are no HTTP", "R R R U R R R R R", (trial) -> trial.hit(Fault.GARBAGE)));
		return rows;
	}

	/**
	 * Return the rows on hosts that do not answer. The registry is asked before each
	 * call.
	 */
	static List<Row> hosts() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(3, "unknown host", "F F F F F F F – F", (trial) -> {
			String service = (trial.column() == Column.TOKEN) ? "identity" : "metadata";
			trial.beforeSending((door) -> trial.tenant().locate(service, "http://nowhere.invalid/" + service));
			// the registry's answer has expired
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		})
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(trial.failure()).hasMessageContaining("unknown host")));
		return rows;
	}

	/** Return the rows on failing handshakes. */
	static List<Row> handshakes() {
		return List.of(stranger(), handshake(4, "TLS: a certificate that has expired", Certificates.made().expired()),
				handshake(4, "TLS: the certificate of another host", Certificates.made().elsewhere()),
				handshake(5, "TLS: the client's certificate is refused", Certificates.made().wary()));
	}

	static Row stranger() {
		return handshake(4, "TLS: a certificate that nobody vouches for", Certificates.made().stranger());
	}

	private static Row handshake(int number, String what, Lock lock) {
		return Row.of(number, what, "F F F F F F F F F", (trial) -> trial.beforeConnecting((door) -> door.lock(lock)))
			.and((trial) -> {
				trial.door().lock(Certificates.made().good());
				assertThat(trial.tenant().count(trial.column().step())).as("requests that arrived")
					.isEqualTo(trial.column().hit() - 1);
				assertThat(trial.failure()).hasMessageContaining("TLS");
			});
	}

	/** Return the rows on answers that are slower than the limits. */
	static List<Row> delays() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(2, "nobody accepts, until the second attempt", "R R R R R R R R R", (trial) -> {
			trial.beforeConnecting(Door::turnDeaf);
			trial.rig().attempts().afterFailure(() -> trial.door().reopen());
		}));
		rows.add(SILENCE);
		rows.add(Row.of(12, "a head that drips", "R R R U R R R R R", (trial) -> trial.hit(Fault.SLOW_HEAD))
			.and(Rows::deleted));
		rows.add(Row.of(12, "a body that drips", "R R R U R R R R R", (trial) -> trial.hit(Fault.SLOW_BODY))
			.and(Rows::deleted));
		return rows;
	}

	/**
	 * Return the rows on connections that WireMock breaks, before the ledger gets the
	 * request.
	 */
	static List<Row> brokenByWireMock() {
		List<Row> rows = new ArrayList<>();
		rows.add(brokenByWireMock(6, com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER));
		rows.add(brokenByWireMock(7, com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE));
		rows.add(brokenByWireMock(10, com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK));
		rows.add(brokenByWireMock(10, com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE));
		return rows;
	}

	private static Row brokenByWireMock(int number, com.github.tomakehurst.wiremock.http.Fault fault) {
		return Row.of(number, "WireMock's " + fault, "R R R U R R R R R", (trial) -> trial
			.beforeSending((door) -> trial.rig().ledger().front().breakNext(trial.column().step(), fault)));
	}

	/** Return the rows on statuses. */
	static List<Row> answers() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(11, "200 with an empty body", "F F ok ok ok ok F F ok", (trial) -> trial.hit(Fault.EMPTY)));
		rows.add(Row.of(11, "204", "F F ok ok ok ok F F ok",
				(trial) -> trial.hit(Fault.changed((right) -> Answer.status(204)))));
		rows.add(Row.of(13, "500 after applying", "R R R U R R R R R",
				(trial) -> trial.hit(Fault.status(500).afterApplying())));
		rows.add(UNAVAILABLE);
		for (int status : new int[] { 500, 502, 504 }) {
			rows.add(Row.of(13, status + ", not applied", "R R R U R R R R R",
					(trial) -> trial.hit(Fault.status(status))));
		}
		rows.add(Row.of(13, "503 for ever", "RF RF RF U RF RF RF RF RF", (trial) -> trial.hitAlways(Fault.status(503)))
			.and(Trial::assertUntouched));
		rows.add(Row.of(14, "429", "R R R R R R R R R", (trial) -> trial.hit(Fault.status(429))));
		rows.add(Row.of(14, "429, 0 s", "R R R R R R R R R", (trial) -> trial.hit(limited("0"))));
		rows.add(Row.of(14, "429, a date that has passed", "R R R R R R R R R",
				(trial) -> trial.hit(limited(date(-60)))));
		rows.add(Row.of(14, "429, garbage", "R R R R R R R R R", (trial) -> trial.hit(limited("soon"))));
		rows.add(Row.of(14, "429, 1 h", "F F F F F F F F F", (trial) -> trial.hit(limited("3600")))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(trial.failure()).isInstanceOfSatisfying(RateLimitedException.class,
					(limited) -> assertThat(limited.retryAfter()).hasSeconds(3600))));
		rows.add(Row.of(14, "429, a date in 1 h", "F F F F F F F F F", (trial) -> trial.hit(limited(date(3600))))
			.and(Trial::assertUntouched));
		return rows;
	}

	/**
	 * Return the rows on a 503 with a {@code Retry-After} in each of its forms, from
	 * servers whose clocks are wrong.
	 */
	static List<Row> respites() {
		List<Row> rows = new ArrayList<>();
		ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
		rows.add(respite("1 s", Map.of("Retry-After", "1")));
		rows.add(respite("a date in 1 s, by a clock an hour ahead",
				dates(now.plusHours(1), "EEE, dd MMM yyyy HH:mm:ss 'GMT'")));
		rows.add(respite("the same in RFC 850's form, an hour behind",
				dates(now.minusHours(1), "EEEE, dd-MMM-yy HH:mm:ss 'GMT'")));
		rows.add(respite("the same in asctime's form, an hour ahead",
				dates(now.plusHours(1), "EEE MMM ppd HH:mm:ss yyyy")));
		rows.add(Row
			.of(34, "503 with twenty digits", "F F F U F F F F F",
					(trial) -> trial.hit(unavailable(Map.of("Retry-After", "9".repeat(20)))))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(((SequoiaFailure) trial.failure()).retryAfter())
				.isEqualTo((trial.column() == Column.NAMELESS) ? null : Duration.ofDays(100 * 365))));
		return rows;
	}

	private static Row respite(String what, Map<String, String> headers) {
		return Row.of(34, "503, " + what, "R R R U R R R R R", (trial) -> trial.hit(unavailable(headers)))
			.and((trial) -> {
				List<Tenant.Logged> requests = trial.tenant().requests(trial.column().step());
				int hit = trial.column().hit() - 1;
				if (requests.size() > hit + 1) {
					assertThat(requests.get(hit + 1).time() - requests.get(hit).time()).as("time between the requests")
						.isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
				}
			});
	}

	private static Map<String, String> dates(ZonedDateTime now, String form) {
		DateTimeFormatter format = DateTimeFormatter.ofPattern(form, Locale.ENGLISH);
		return Map.of("Date", format.format(now), "Retry-After", format.format(now.plusSeconds(1)));
	}

	private static Fault unavailable(Map<String, String> headers) {
		Answer answer = Answer.status(503);
		for (Map.Entry<String, String> header : headers.entrySet()) {
			answer = answer.with(header.getKey(), header.getValue());
		}
		return Fault.instead(answer);
	}

	/**
	 * Return the rows on errors of the token endpoint that are not about the credentials.
	 */
	static List<Row> tokenErrors() {
		List<Row> rows = new ArrayList<>();
		for (int status : new int[] { 404, 405, 415 }) {
			rows.add(tokenError(String.valueOf(status), "F", Answer.status(status), "sequoia.auth.token-uri"));
		}
		rows.add(tokenError("408", "R", Answer.status(408), ""));
		rows.add(tokenError("400, temporarily_unavailable", "R", oauth("temporarily_unavailable"), ""));
		rows.add(tokenError("400, invalid_scope", "F", oauth("invalid_scope"), "sequoia.auth.scopes"));
		rows.add(tokenError("400, invalid_request", "F", oauth("invalid_request"), "sequoia.auth.token-uri"));
		rows.add(tokenError("an answer over its limit", "F",
				Answer.json("{\"access_token\":\"" + "x".repeat(300_000) + "\"}"), "is larger than"));
		return rows;
	}

	/**
	 * Check that the tenant's next call asks again, as the error of another request
	 * causes no pause.
	 */
	private static Row tokenError(String what, String expected, Answer answer, String told) {
		return Row
			.of(37, what + " from the token endpoint", "– – – – – – " + expected + " – –",
					(trial) -> trial.hit(Fault.instead(answer)))
			.and((trial) -> {
				if (trial.failure() != null) {
					assertThat(trial.failure()).hasMessageContaining(told);
				}
				trial.face().read(trial.target());
				assertThat(trial.tenant().count(Step.TOKEN)).as("requests for a token").isEqualTo(2);
			});
	}

	private static Answer oauth(String error) {
		return new Answer(400, Map.of("Content-Type", "application/json"),
				("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.UTF_8));
	}

	/** Return the rows on final statuses. */
	static List<Row> refusals() {
		List<Row> rows = new ArrayList<>();
		rows.add(REFUSED);
		rows.add(refusal(403, "F F F F F F F F ok", AccessDeniedException.class));
		rows.add(refusal(404, "F F F F F false F F ok", ResourceNotFoundException.class));
		rows.add(refusal(409, "F F F F F F F F F", VersionConflictException.class));
		rows.add(refusal(412, "F F F F F F F F F", VersionConflictException.class));
		rows.add(refusal(422, "F F F F F F F F ok", InvalidResourceException.class));
		return rows;
	}

	private static Row refusal(int status, String expected, Class<? extends Throwable> type) {
		return Row.of(15, String.valueOf(status), expected, (trial) -> trial.hit(Fault.status(status)))
			.and(Trial::assertUntouched)
			.and((trial) -> {
				if (trial.failure() != null) {
					assertThat(trial.failure()).isExactlyInstanceOf(switch (trial.column()) {
						case TOKEN -> AuthenticationFailedException.class;
						case REGISTRY -> DiscoveryException.class;
						default -> type;
					});
				}
			});
	}

	/** Return the rows on refused tokens. */
	static List<Row> tokens() {
		List<Row> rows = new ArrayList<>();
		rows.add(REVOKED);
		for (String challenge : List.of("", "Bearer error=\"Invalid token\"", "Bearer error=",
				"Bearer error=\"a\", error=\"b\"")) {
			rows.add(Row
				.of(17, "401 for ever" + (challenge.isEmpty() ? "" : ", " + challenge), "F F F F F F – – F",
						(trial) -> trial.hitAlways(Fault.instead(refused(challenge))))
				.and((trial) -> assertRefreshedOnce(trial, trial.column().hit() + 1))
				.and((trial) -> assertThat(trial.failure()).isExactlyInstanceOf(AuthenticationFailedException.class)));
		}
		return rows;
	}

	private static Answer refused(String challenge) {
		return challenge.isEmpty() ? Answer.status(401) : Answer.status(401).with("WWW-Authenticate", challenge);
	}

	private static void assertRefreshedOnce(Trial trial, int requests) {
		assertThat(trial.tenant().tokensIssued()).as("tokens").isEqualTo(2);
		assertThat(trial.tenant().count(trial.column().step())).as("requests").isEqualTo(requests);
	}

	/** Return the rows on redirects. */
	static List<Row> redirects() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(18, "redirect on the same origin", "ok ok F F F F F ok ok",
				(trial) -> trial.hit(Fault.redirect(() -> moved(trial.tenant().latestTarget())))));
		rows.add(REDIRECTED);
		rows.add(Row
			.of(18, "redirect to itself", "F F F F F F F F F",
					(trial) -> trial.hitAlways(Fault.redirect(() -> trial.tenant().latestTarget())))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(trial.tenant().count(trial.column().step())).as("requests")
				.isLessThanOrEqualTo(trial.column().hit() + 5)));
		return rows;
	}

	private static String moved(String target) {
		return target + (target.contains("?") ? "&" : "?") + "moved=1";
	}

	/** Return the rows on links between pages. */
	static List<Row> links() {
		List<Row> rows = new ArrayList<>();
		rows.add(link("a link to another host", "F", (trial) -> trial.rig().canary().url() + "/data/items"));
		rows.add(link("a link with another scheme", "F",
				(trial) -> trial.door().url().replace("http:", "https:") + trial.tenant().latestTarget()));
		rows.add(link("a link above the service", "F", (trial) -> "/../data/items"));
		rows.add(link("a link to the same page", "F", (trial) -> trial.tenant().latestLink()));
		rows.add(browse(19, "short pages with links", "ok", (trial) -> trial.hit(1,
				Fault.changed((right) -> body(right, text(right).replace("perPage=5", "perPage=2"))))));
		rows.add(browse(19, "an empty page with a link", "ok",
				(trial) -> trial.hit(2, Fault.changed((right) -> body(right,
						"{\"meta\":{\"continue\":\"" + trial.tenant().latestLink() + "&again=1\"},\"items\":[]}")))));
		rows.add(browse(20, "page 3 fails twice after two were delivered", "R", (trial) -> trial.script()
			.on(Step.BROWSE, (number) -> (number == 3) ? Fault.status(503) : (number == 4) ? Fault.RESET : null))
			.and((trial) -> assertThat(trial.tenant().requests(Step.BROWSE).subList(2, 5)).as("the same link")
				.extracting(Tenant.Logged::target)
				.containsOnly(trial.tenant().requests(Step.BROWSE).get(2).target())));
		return rows;
	}

	private static Row link(String what, String expected, Function<Trial, String> link) {
		return browse(19, what, expected, (trial) -> trial.hit(2, Fault.changed((right) -> body(right,
				text(right).replaceFirst("\"continue\":\"[^\"]*\"", "\"continue\":\"" + link.apply(trial) + "\"")))));
	}

	private static Row browse(int number, String what, String expected, Consumer<Trial> trouble) {
		return Row.of(number, what, "– " + expected + " – – – – – – –", trouble);
	}

	/** Return the rows on answers that cannot be read. */
	static List<Row> bodies() {
		List<Row> rows = new ArrayList<>();
		rows.add(TOO_LARGE);
		rows.add(Row.of(21, "larger than allowed once inflated", "F F F F F F F F ok",
				(trial) -> trial.hit(Fault.changed((right) -> gzip(with(right, " ".repeat(5_000_000), ""))))));
		rows.add(unreadable("10,000 levels deep",
				(right) -> with(right, "\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",", "")));
		rows.add(unreadable("a number of 100,000 digits",
				(right) -> with(right, "\"x\":" + "1".repeat(100_000) + ",", "")));
		rows.add(unreadable("bytes that are no UTF-8",
				(right) -> body(right, text(right).replaceFirst("\":\"", "\":\"\u00ff"))));
		rows.add(unreadable("the collection twice", (right) -> with(right, firstProperty(right), "")));
		rows.add(unreadable("a number where the collection should be",
				(right) -> body(right, "{\"items\":1,\"services\":1,\"access_token\":[],\"resourcefuls\":1}")));
		rows.add(unreadable("two documents", (right) -> with(right, "", "{}")));
		rows.add(unreadable("the last bracket missing",
				(right) -> body(right, text(right).substring(0, right.body().length - 1))));
		rows.add(unreadable("HTML", (right) -> body(right, "<html></html>").with("Content-Type", "text/html")));
		rows.add(unreadable("a list", (right) -> body(right, "[]")));
		rows.add(Row.of(21, "a byte order mark", "ok ok ok ok ok ok F ok ok",
				(trial) -> trial.hit(Fault.changed((right) -> body(right, "\u00ef\u00bb\u00bf" + text(right))))));
		return rows;
	}

	/**
	 * Create a row on an answer that cannot be read. The answer to a deletion is not
	 * read, and conventions replace a descriptor.
	 */
	private static Row unreadable(String what, UnaryOperator<Answer> change) {
		return Row.of(21, what, "F F F F F ok F F ok", (trial) -> trial.hit(Fault.changed(change)));
	}

	private static String text(Answer answer) {
		return new String(answer.body(), StandardCharsets.ISO_8859_1);
	}

	private static Answer body(Answer right, String body) {
		return new Answer(right.status(), right.headers(), body.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String firstProperty(Answer right) {
		return text(right).contains("\"items\":[") ? "\"items\":[]," : text(right).contains("services")
				? "\"services\":[]," : text(right).contains("access_token") ? "\"access_token\":\"a\"," : "";
	}

	/** Insert a text after the first bracket of the answer, and one at its end. */
	private static Answer with(Answer right, String first, String last) {
		return body(right, "{" + first + text(right).substring(1) + last);
	}

	private static Answer gzip(Answer answer) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(answer.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Answer(answer.status(), answer.headers(), bytes.toByteArray()).with("Content-Encoding", "gzip");
	}

	/** Check that the 404 of the second attempt counts as the success of the first. */
	private static void deleted(Trial trial) {
		if (trial.column() == Column.DELETE) {
			assertThat(trial.answer()).isEqualTo(true);
		}
	}

	private static Fault limited(String retryAfter) {
		return Fault.instead(Answer.status(429).with("Retry-After", retryAfter));
	}

	static String date(long secondsFromNow) {
		return DateTimeFormatter.RFC_1123_DATE_TIME
			.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsFromNow));
	}

}
