package io.sequoia.http;

import java.net.UnknownHostException;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a name that does not exist from name servers that could not answer for
 * the moment.
 */
final class NameFailures {

	private NameFailures() {
	}

	/**
	 * Return the reason why no name server could answer, if a later look-up may succeed.
	 * @param unknown the failure of a name look-up
	 * @return the cause, or {@code null} if a name server answered that there is no such
	 * name
	 */
	static @Nullable Exception passing(UnknownHostException unknown) {
		Throwable cause = unknown.getCause();
		if (cause instanceof DnsErrorCauseException answered) {
			return DnsResponseCode.NXDOMAIN.equals(answered.getCode()) ? null : answered;
		}
		return (cause instanceof DnsNameResolverException unanswered) ? unanswered : null;
	}

	/**
	 * Describe such a cause.
	 * @param passing the cause
	 * @return a short description
	 */
	static String reason(Exception passing) {
		return (passing instanceof DnsErrorCauseException answered) ? name(answered.getCode())
				: "no answer of a name server";
	}

	private static String name(DnsResponseCode code) {
		String text = code.toString();
		int number = text.indexOf('(');
		return (number > 0) ? text.substring(0, number) : text;
	}

}
