package io.sequoia.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.ssl.NotSslRecordException;
import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong with the certificate of either side, and which settings it
 * comes from.
 */
final class TlsFailures {

	private static final Pattern ALERT = Pattern.compile("(\\(\\w+\\) )?Received fatal alert: (\\w+)");

	/**
	 * The alert that some servers send instead of a refusal, but also for other reasons.
	 */
	private static final String FAILURE = "handshake_failure";

	/** The alerts by which servers refuse the client's certificate, or require one. */
	private static final Set<String> REFUSALS = Set.of("bad_certificate", "unsupported_certificate",
			"certificate_revoked", "certificate_expired", "certificate_unknown", "certificate_required", "unknown_ca",
			"access_denied", FAILURE);

	private final HttpSettings.@Nullable Ssl ssl;

	TlsFailures(HttpSettings.@Nullable Ssl ssl) {
		this.ssl = ssl;
	}

	String reason(Throwable failure) {
		return "TLS: " + flaw(failure);
	}

	private String flaw(Throwable failure) {
		CertificateException certificate = find(failure, CertificateException.class);
		CertificateExpiredException expired = find(failure, CertificateExpiredException.class);
		if (expired != null) {
			return "the server's certificate has expired (" + expired.getMessage() + "); the trusted certificates are "
					+ source();
		}
		CertificateNotYetValidException early = find(failure, CertificateNotYetValidException.class);
		if (early != null) {
			return "the server's certificate is not valid yet (" + early.getMessage() + "); the trusted"
					+ " certificates are " + source();
		}
		if (find(failure, CertPathBuilderException.class) != null) {
			return "the server's certificate is self-signed or of an unknown authority; the trusted certificates are "
					+ source();
		}
		if (certificate != null && isOfOtherHost(certificate)) {
			return "the server's certificate is for another host ("
					+ Printable.of(String.valueOf(certificate.getMessage())) + "); the trusted certificates are "
					+ source();
		}
		String alert = alert(failure);
		if (alert != null) {
			return refusal(alert);
		}
		if (find(failure, NotSslRecordException.class) != null) {
			return "the server does not speak TLS; check scheme and port";
		}
		return Printable.of(String.valueOf(failure.getMessage())) + "; certificates are " + source();
	}

	private String refusal(String alert) {
		boolean certain = !FAILURE.equals(alert);
		if (this.ssl != null && this.ssl.hasClientCertificate()) {
			return (certain ? "the server refused the client certificate ("
					: "the server refused the handshake, perhaps because of the client certificate (") + alert
					+ "), which is " + source();
		}
		return (certain ? "the server requires a client certificate ("
				: "the server refused the handshake, perhaps because it requires a client certificate (") + alert
				+ "), and there is none; set 'sequoia.ssl.certificate' and 'sequoia.ssl.private-key', or a"
				+ " 'sequoia.ssl.bundle' with a key store";
	}

	private String source() {
		return (this.ssl != null) ? "those of " + this.ssl.name()
				: "those of the JVM; set 'sequoia.ssl.bundle' or 'sequoia.ssl.trust-certificate' to trust others";
	}

	/**
	 * Tell whether a certificate is for another host, a failure that has no type of its
	 * own.
	 */
	private static boolean isOfOtherHost(CertificateException failure) {
		String message = String.valueOf(failure.getMessage());
		return message.startsWith("No subject alternative") || message.startsWith("No name matching");
	}

	private static @Nullable String alert(Throwable failure) {
		Matcher alert = ALERT.matcher(String.valueOf(failure.getMessage()));
		return (alert.matches() && REFUSALS.contains(alert.group(2))) ? alert.group(2) : null;
	}

	private static <T> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
