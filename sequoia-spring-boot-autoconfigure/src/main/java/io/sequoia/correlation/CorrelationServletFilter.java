package io.sequoia.correlation;

import java.io.IOException;

import io.sequoia.Internal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the correlation id of a servlet request in the logging context of the thread that
 * serves it, asynchronous and error dispatches included. Calls on that thread adopt it.
 */
@Internal
public final class CorrelationServletFilter extends OncePerRequestFilter {

	private static final String ATTRIBUTE = CorrelationServletFilter.class.getName() + ".id";

	private final CorrelationIds ids;

	private final String header;

	/**
	 * Create the filter.
	 * @param ids adopts the ids
	 * @param header the name of the header that carries them
	 */
	public CorrelationServletFilter(CorrelationIds ids, String header) {
		this.ids = ids;
		this.header = header;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String id = id(request);
		if (id == null) {
			chain.doFilter(request, response);
			return;
		}
		LoggingContext.Scope scope = LoggingContext.with(this.ids.mdcKey(), id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			scope.close();
		}
	}

	/** Return one id for all dispatches of a request, also if it is a new one. */
	private @Nullable String id(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof String known) {
			return known;
		}
		String id = this.ids.adopt(request.getHeader(this.header));
		if (id != null) {
			request.setAttribute(ATTRIBUTE, id);
		}
		return id;
	}

}
