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

import static io.sequoia.rig.Column.BROWSE;
import static io.sequoia.rig.Column.DELETE;
import static io.sequoia.rig.Column.DESCRIPTOR;
import static io.sequoia.rig.Column.NAMELESS;
import static io.sequoia.rig.Column.READ;
import static io.sequoia.rig.Column.REGISTRY;
import static io.sequoia.rig.Column.TOKEN;
import static io.sequoia.rig.Seen.ABSENT;
import static io.sequoia.rig.Seen.EXHAUSTED;
import static io.sequoia.rig.Seen.FAILED;
import static io.sequoia.rig.Seen.NOTHING;
import static io.sequoia.rig.Seen.OK;
import static io.sequoia.rig.Seen.RETRIED;
import static io.sequoia.rig.Seen.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the matrix that apply to every kind of call. The columns are read, page 3
 * of a browse, store of a named and of a nameless resource, update, delete; then token,
 * registry and descriptor, which a read needs.
 */
final class Rows {

	static final Row RESET_APPLIED = Row
		.of(Kind.LOST_APPLIED, "reset after the request was applied", Expected.RETRIED_IF_REPEATABLE,
				(trial) -> trial.hit(Fault.RESET.afterApplying()))
		.and(Rows::deleted);

	static final Row SILENCE = Row.of(Kind.SLOW_ANSWER, "no answer", Expected.RETRIED_IF_REPEATABLE,
			(trial) -> trial.hit(Fault.SILENCE));

	static final Row UNAVAILABLE = Row.of(Kind.SERVER_ERROR, "503, not applied", Expected.RETRIED_IF_REPEATABLE,
			(trial) -> trial.hit(Fault.status(503)));

	static final Row REFUSED = refusal(400, Expected.all(FAILED).but(OK, DESCRIPTOR), InvalidResourceException.class);

	static final Row REVOKED = Row
		.of(Kind.REVOKED_TOKEN, "the token is revoked once", Expected.all(OK).but(NOTHING, TOKEN, REGISTRY, DESCRIPTOR),
				(trial) -> trial.beforeSending((door) -> trial.tenant().revokeTokens()))
		.and((trial) -> assertRefreshedOnce(trial, trial.column().pages() + 1));

	static final Row REDIRECTED = Row
		.of(Kind.REDIRECT, "a redirect to another host", Expected.all(FAILED),
				(trial) -> trial.hitAlways(Fault.redirect(() -> trial.rig().canary().url() + "/any")))
		.and(Trial::assertUntouched);

	static final Row TOO_LARGE = Row.of(Kind.UNREADABLE_ANSWER, "larger than allowed",
			Expected.all(FAILED).but(OK, DESCRIPTOR),
			(trial) -> trial.hit(Fault.changed((right) -> with(right, " ".repeat(600_000), ""))));

	private Rows() {
	}

	/** Return the rows on broken connections. */
	static List<Row> connections() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(Kind.REFUSED_CONNECTION, "the port is closed, and open again for the second attempt",
				Expected.all(RETRIED), (trial) -> {
					trial.beforeConnecting(Door::refuse);
					trial.rig().attempts().afterFailure(() -> trial.door().reopen());
				}));
		rows.add(Row
			.of(Kind.REFUSED_CONNECTION, "the port is closed", Expected.all(EXHAUSTED),
					(trial) -> trial.beforeConnecting(Door::refuse))
			.and((trial) -> {
				trial.door().reopen();
				trial.assertUntouched();
				assertThat(trial.failure()).hasMessageContaining("refused")
					.hasMessageContaining("127.0.0.1:" + trial.door().port());
			}));
		rows.add(Row.of(Kind.RESET_UNREAD, "a new connection is reset before the request is read",
				Expected.RETRIED_IF_REPEATABLE, (trial) -> trial.beforeConnecting((door) -> door.resetUnread(1))));
		rows.add(Row.of(Kind.RESET_UNREAD, "a kept connection is reset before the request is read",
				Expected.RETRIED_IF_REPEATABLE, (trial) -> trial.beforeSending((door) -> door.resetUnread(1))));
		rows.add(Row.of(Kind.LOST_UNAPPLIED, "closed after the request was read and before it was" + " applied",
				Expected.RETRIED_IF_REPEATABLE, (trial) -> trial.hit(Fault.CLOSE)));
		rows.add(Row.of(Kind.LOST_UNAPPLIED, "reset after the request was read and before it was" + " applied",
				Expected.RETRIED_IF_REPEATABLE, (trial) -> trial.hit(Fault.RESET)));
		rows.add(Row
			.of(Kind.LOST_APPLIED, "closed after the request was applied", Expected.RETRIED_IF_REPEATABLE,
					(trial) -> trial.hit(Fault.CLOSE.afterApplying()))
			.and(Rows::deleted));
		rows.add(RESET_APPLIED);
		rows.add(Row.of(Kind.CUT_ANSWER, "half of the body, then the end of the" + " connection",
				Expected.RETRIED_IF_REPEATABLE, (trial) -> trial.hit(Fault.TRUNCATED)));
		rows.add(Row.of(Kind.INVALID_HTTP, "a chunk without a length", Expected.RETRIED_IF_REPEATABLE,
				(trial) -> trial.hit(Fault.BAD_CHUNK)));
		rows.add(Row.of(Kind.INVALID_HTTP, "bytes that are not HTTP", Expected.RETRIED_IF_REPEATABLE,
				(trial) -> trial.hit(Fault.GARBAGE)));
		return rows;
	}

	/**
	 * Return the rows on hosts that do not answer. The registry is asked before each
	 * call.
	 */
	static List<Row> hosts() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(Kind.UNKNOWN_HOST, "the name of the host has no" + " address",
				Expected.all(FAILED).but(NOTHING, REGISTRY), (trial) -> {
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
		return List.of(stranger(),
				handshake(Kind.SERVER_CERTIFICATE, "TLS: a certificate that has expired",
						Certificates.made().expired()),
				handshake(Kind.SERVER_CERTIFICATE, "TLS: the certificate of another host",
						Certificates.made().elsewhere()),
				handshake(Kind.CLIENT_CERTIFICATE, "TLS: the client's certificate is refused",
						Certificates.made().wary()));
	}

	static Row stranger() {
		return handshake(Kind.SERVER_CERTIFICATE, "TLS: a certificate of an unknown authority",
				Certificates.made().stranger());
	}

	private static Row handshake(Kind kind, String what, Lock lock) {
		return Row.of(kind, what, Expected.all(FAILED), (trial) -> trial.beforeConnecting((door) -> door.lock(lock)))
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
		rows.add(Row.of(Kind.UNACCEPTED_CONNECTION, "no connection is accepted until the second attempt",
				Expected.all(RETRIED), (trial) -> {
					trial.beforeConnecting(Door::turnDeaf);
					trial.rig().attempts().afterFailure(() -> trial.door().reopen());
				}));
		rows.add(SILENCE);
		rows.add(Row
			.of(Kind.SLOW_ANSWER, "headers that arrive byte by byte", Expected.RETRIED_IF_REPEATABLE,
					(trial) -> trial.hit(Fault.SLOW_HEAD))
			.and(Rows::deleted));
		rows.add(Row
			.of(Kind.SLOW_ANSWER, "a body that arrives byte by byte", Expected.RETRIED_IF_REPEATABLE,
					(trial) -> trial.hit(Fault.SLOW_BODY))
			.and(Rows::deleted));
		return rows;
	}

	/**
	 * Return the rows on connections that WireMock breaks, before the ledger gets the
	 * request.
	 */
	static List<Row> brokenByWireMock() {
		List<Row> rows = new ArrayList<>();
		rows.add(brokenByWireMock(Kind.RESET_UNREAD,
				com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER));
		rows.add(brokenByWireMock(Kind.LOST_UNAPPLIED, com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE));
		rows.add(brokenByWireMock(Kind.INVALID_HTTP,
				com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK));
		rows.add(
				brokenByWireMock(Kind.INVALID_HTTP, com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE));
		return rows;
	}

	private static Row brokenByWireMock(Kind kind, com.github.tomakehurst.wiremock.http.Fault fault) {
		return Row.of(kind, "WireMock's " + fault, Expected.RETRIED_IF_REPEATABLE, (trial) -> trial
			.beforeSending((door) -> trial.rig().ledger().front().breakNext(trial.column().step(), fault)));
	}

	/** Return the rows on statuses. */
	static List<Row> answers() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(Kind.EMPTY_ANSWER, "200 with an empty body",
				Expected.all(OK).but(FAILED, READ, BROWSE, TOKEN, REGISTRY), (trial) -> trial.hit(Fault.EMPTY)));
		rows.add(Row.of(Kind.EMPTY_ANSWER, "204", Expected.all(OK).but(FAILED, READ, BROWSE, TOKEN, REGISTRY),
				(trial) -> trial.hit(Fault.changed((right) -> Answer.status(204)))));
		rows.add(Row.of(Kind.SERVER_ERROR, "500 after the request was applied", Expected.RETRIED_IF_REPEATABLE,
				(trial) -> trial.hit(Fault.status(500).afterApplying())));
		rows.add(UNAVAILABLE);
		for (int status : new int[] { 500, 502, 504 }) {
			rows.add(Row.of(Kind.SERVER_ERROR, status + ", not applied", Expected.RETRIED_IF_REPEATABLE,
					(trial) -> trial.hit(Fault.status(status))));
		}
		rows.add(Row
			.of(Kind.SERVER_ERROR, "503 to every attempt", Expected.all(EXHAUSTED).but(UNKNOWN, NAMELESS),
					(trial) -> trial.hitAlways(Fault.status(503)))
			.and(Trial::assertUntouched));
		rows.add(Row.of(Kind.RATE_LIMIT, "429", Expected.all(RETRIED), (trial) -> trial.hit(Fault.status(429))));
		rows.add(Row.of(Kind.RATE_LIMIT, "429 with Retry-After 0 s", Expected.all(RETRIED),
				(trial) -> trial.hit(limited("0"))));
		rows.add(Row.of(Kind.RATE_LIMIT, "429 with Retry-After in the past", Expected.all(RETRIED),
				(trial) -> trial.hit(limited(date(-60)))));
		rows.add(Row.of(Kind.RATE_LIMIT, "429 with an invalid Retry-After", Expected.all(RETRIED),
				(trial) -> trial.hit(limited("soon"))));
		rows.add(Row
			.of(Kind.RATE_LIMIT, "429 with Retry-After 1 h", Expected.all(FAILED),
					(trial) -> trial.hit(limited("3600")))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(trial.failure()).isInstanceOfSatisfying(RateLimitedException.class,
					(limited) -> assertThat(limited.retryAfter()).hasSeconds(3600))));
		rows.add(Row
			.of(Kind.RATE_LIMIT, "429 with Retry-After at a date in 1 h", Expected.all(FAILED),
					(trial) -> trial.hit(limited(date(3600))))
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
		rows.add(retryAfter("1 s", Map.of("Retry-After", "1")));
		rows.add(retryAfter("a date in 1 s, by a clock that is an hour ahead",
				dates(now.plusHours(1), "EEE, dd MMM yyyy HH:mm:ss 'GMT'")));
		rows.add(retryAfter("the same in the format of RFC 850, an hour behind",
				dates(now.minusHours(1), "EEEE, dd-MMM-yy HH:mm:ss 'GMT'")));
		rows.add(retryAfter("the same in the format of asctime, an hour ahead",
				dates(now.plusHours(1), "EEE MMM ppd HH:mm:ss yyyy")));
		rows.add(Row
			.of(Kind.RETRY_AFTER, "503 with a Retry-After of twenty" + " digits",
					Expected.all(FAILED).but(UNKNOWN, NAMELESS),
					(trial) -> trial.hit(unavailable(Map.of("Retry-After", "9".repeat(20)))))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(((SequoiaFailure) trial.failure()).retryAfter())
				.isEqualTo((trial.column() == Column.NAMELESS) ? null : Duration.ofDays(100 * 365))));
		return rows;
	}

	private static Row retryAfter(String what, Map<String, String> headers) {
		return Row
			.of(Kind.RETRY_AFTER, "503, " + what, Expected.RETRIED_IF_REPEATABLE,
					(trial) -> trial.hit(unavailable(headers)))
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
			rows.add(tokenError(String.valueOf(status), FAILED, Answer.status(status), "sequoia.auth.token-uri"));
		}
		rows.add(tokenError("408", RETRIED, Answer.status(408), ""));
		rows.add(tokenError("400, temporarily_unavailable", RETRIED, oauth("temporarily_unavailable"), ""));
		rows.add(tokenError("400, invalid_scope", FAILED, oauth("invalid_scope"), "sequoia.auth.scopes"));
		rows.add(tokenError("400, invalid_request", FAILED, oauth("invalid_request"), "sequoia.auth.token-uri"));
		rows.add(tokenError("an answer that is larger than allowed", FAILED,
				Answer.json("{\"access_token\":\"" + "x".repeat(300_000) + "\"}"), "is larger than"));
		return rows;
	}

	/**
	 * Check that the tenant's next call asks again, as the error of another request
	 * causes no pause.
	 */
	private static Row tokenError(String what, Seen expected, Answer answer, String told) {
		return Row
			.of(Kind.TOKEN_ENDPOINT, what + " from the token endpoint", Expected.all(NOTHING).but(expected, TOKEN),
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
		rows.add(refusal(403, Expected.all(FAILED).but(OK, DESCRIPTOR), AccessDeniedException.class));
		rows.add(refusal(404, Expected.all(FAILED).but(OK, DESCRIPTOR).but(ABSENT, DELETE),
				ResourceNotFoundException.class));
		rows.add(refusal(409, Expected.all(FAILED), VersionConflictException.class));
		rows.add(refusal(412, Expected.all(FAILED), VersionConflictException.class));
		rows.add(refusal(422, Expected.all(FAILED).but(OK, DESCRIPTOR), InvalidResourceException.class));
		return rows;
	}

	private static Row refusal(int status, Expected expected, Class<? extends Throwable> type) {
		return Row
			.of(Kind.REFUSED_REQUEST, String.valueOf(status), expected, (trial) -> trial.hit(Fault.status(status)))
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
				.of(Kind.REFUSED_TOKEN, "401 to every attempt" + (challenge.isEmpty() ? "" : ", " + challenge),
						Expected.all(FAILED).but(NOTHING, TOKEN, REGISTRY),
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
		rows.add(Row.of(Kind.REDIRECT, "a redirect on the same origin",
				Expected.all(FAILED).but(OK, READ, BROWSE, REGISTRY, DESCRIPTOR),
				(trial) -> trial.hit(Fault.redirect(() -> moved(trial.tenant().latestTarget())))));
		rows.add(REDIRECTED);
		rows.add(Row
			.of(Kind.REDIRECT, "a redirect to the same address", Expected.all(FAILED),
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
		rows.add(link("a link to another host", FAILED, (trial) -> trial.rig().canary().url() + "/data/items"));
		rows.add(link("a link with another scheme", FAILED,
				(trial) -> trial.door().url().replace("http:", "https:") + trial.tenant().latestTarget()));
		rows.add(link("a link to a path outside the service", FAILED, (trial) -> "/../data/items"));
		rows.add(link("a link to the same page", FAILED, (trial) -> trial.tenant().latestLink()));
		rows.add(browse(Kind.LINK, "short pages with links", OK, (trial) -> trial.hit(1,
				Fault.changed((right) -> body(right, text(right).replace("perPage=5", "perPage=2"))))));
		rows.add(browse(Kind.LINK, "an empty page with a link", OK,
				(trial) -> trial.hit(2, Fault.changed((right) -> body(right,
						"{\"meta\":{\"continue\":\"" + trial.tenant().latestLink() + "&again=1\"},\"items\":[]}")))));
		rows.add(browse(Kind.FAILED_PAGE, "page 3 fails twice after two pages were delivered", RETRIED,
				(trial) -> trial.script()
					.on(Step.BROWSE,
							(number) -> (number == 3) ? Fault.status(503) : (number == 4) ? Fault.RESET : null))
			.and((trial) -> assertThat(trial.tenant().requests(Step.BROWSE).subList(2, 5)).as("the same link")
				.extracting(Tenant.Logged::target)
				.containsOnly(trial.tenant().requests(Step.BROWSE).get(2).target())));
		return rows;
	}

	private static Row link(String what, Seen expected, Function<Trial, String> link) {
		return browse(Kind.LINK, what, expected, (trial) -> trial.hit(2, Fault.changed((right) -> body(right,
				text(right).replaceFirst("\"continue\":\"[^\"]*\"", "\"continue\":\"" + link.apply(trial) + "\"")))));
	}

	private static Row browse(Kind kind, String what, Seen expected, Consumer<Trial> trouble) {
		return Row.of(kind, what, Expected.all(NOTHING).but(expected, BROWSE), trouble);
	}

	/** Return the rows on answers that cannot be read. */
	static List<Row> bodies() {
		List<Row> rows = new ArrayList<>();
		rows.add(TOO_LARGE);
		rows.add(Row.of(Kind.UNREADABLE_ANSWER, "larger than allowed after decompression",
				Expected.all(FAILED).but(OK, DESCRIPTOR),
				(trial) -> trial.hit(Fault.changed((right) -> gzip(with(right, " ".repeat(5_000_000), ""))))));
		rows.add(unreadable("10,000 levels deep",
				(right) -> with(right, "\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",", "")));
		rows.add(unreadable("a number of 100,000 digits",
				(right) -> with(right, "\"x\":" + "1".repeat(100_000) + ",", "")));
		rows.add(unreadable("bytes that are not UTF-8",
				(right) -> body(right, text(right).replaceFirst("\":\"", "\":\"\u00ff"))));
		rows.add(unreadable("the collection occurs twice", (right) -> with(right, firstProperty(right), "")));
		rows.add(unreadable("a number where the collection should be",
				(right) -> body(right, "{\"items\":1,\"services\":1,\"access_token\":[],\"resourcefuls\":1}")));
		rows.add(unreadable("two documents", (right) -> with(right, "", "{}")));
		rows.add(unreadable("the last bracket is missing",
				(right) -> body(right, text(right).substring(0, right.body().length - 1))));
		rows.add(Row.of(Kind.UNREADABLE_ANSWER, "HTML", Expected.all(FAILED).but(OK, DESCRIPTOR), (trial) -> trial
			.hit(Fault.changed((right) -> body(right, "<html></html>").with("Content-Type", "text/html")))));
		rows.add(unreadable("a list", (right) -> body(right, "[]")));
		rows.add(Row.of(Kind.UNREADABLE_ANSWER, "a byte order mark", Expected.all(OK),
				(trial) -> trial.hit(Fault.changed((right) -> body(right, "\u00ef\u00bb\u00bf" + text(right))))));
		return rows;
	}

	/**
	 * Create a row on an answer that cannot be read. The answer to a deletion is not
	 * read, unless it is a page, and conventions replace a descriptor.
	 */
	private static Row unreadable(String what, UnaryOperator<Answer> change) {
		return Row.of(Kind.UNREADABLE_ANSWER, what, Expected.all(FAILED).but(OK, DELETE, DESCRIPTOR),
				(trial) -> trial.hit(Fault.changed(change)));
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
