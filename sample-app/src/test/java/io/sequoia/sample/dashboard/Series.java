package io.sequoia.sample.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series of a scrape, and the check that a query finds something among them: its
 * metrics, the labels of its matchers and groups, and the values that it asks for.
 */
final class Series {

	private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(\\{(.*)\\})? ");

	private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

	private static final Pattern GROUP = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\(([^)]*)\\)");

	private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(\\{([^}]*)\\})?");

	/** The labels that Prometheus itself adds to each series. */
	private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

	private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "offset", "bool", "s", "m", "h");

	private final Map<String, List<Map<String, String>>> series = new HashMap<>();

	Series(String scrape) {
		SERIES.matcher(scrape).results().forEach((found) -> add(found.group(1), labels(found.group(3))));
	}

	private void add(String metric, Map<String, String> labels) {
		this.series.computeIfAbsent(metric, (name) -> new ArrayList<>()).add(labels);
	}

	private static Map<String, String> labels(String text) {
		Map<String, String> labels = new HashMap<>();
		if (text != null) {
			LABEL.matcher(text).results().forEach((label) -> labels.put(label.group(1), label.group(3)));
		}
		return labels;
	}

	/**
	 * Add what a recording rule makes: a series with all values of the labels it keeps.
	 */
	void record(String name, String query) {
		Set<String> kept = new HashSet<>(groups(query));
		metrics(query).stream()
			.flatMap((selector) -> this.series.getOrDefault(selector.group(1), List.of()).stream())
			.forEach((labels) -> {
				Map<String, String> recorded = new HashMap<>(labels);
				recorded.keySet().retainAll(kept);
				add(name, recorded);
			});
	}

	/** Return all that the query asks for and that is not there. */
	List<String> lacking(String query) {
		List<String> lacking = new ArrayList<>();
		Set<String> known = new HashSet<>(OF_PROMETHEUS);
		for (MatchResult selector : metrics(query)) {
			List<Map<String, String>> found = this.series.getOrDefault(selector.group(1), List.of());
			found.forEach((labels) -> known.addAll(labels.keySet()));
			if (found.stream().noneMatch((labels) -> matches(labels, selector.group(3)))) {
				lacking.add(selector.group());
			}
		}
		groups(query).stream().filter((label) -> !known.contains(label)).forEach(lacking::add);
		return lacking;
	}

	private static boolean matches(Map<String, String> labels, String matchers) {
		Matcher matcher = LABEL.matcher((matchers != null) ? matchers : "");
		while (matcher.find()) {
			String label = matcher.group(1);
			String value = labels.get(label);
			boolean positive = matcher.group(2).startsWith("=");
			if (!OF_PROMETHEUS.contains(label) && (value == null || (positive && !value.matches(matcher.group(3))))) {
				return false;
			}
		}
		return true;
	}

	/** Find the selectors of metrics: all names but those of functions and operators. */
	private static List<MatchResult> metrics(String query) {
		String withoutGroups = GROUP.matcher(query).replaceAll("");
		return SELECTOR.matcher(withoutGroups).results().filter((found) -> {
			String rest = withoutGroups.substring(found.end()).stripLeading();
			boolean digitBefore = found.start() > 0 && Character.isDigit(withoutGroups.charAt(found.start() - 1));
			return !rest.startsWith("(") && !digitBefore && !isWithin(withoutGroups, found.start())
					&& !OPERATORS.contains(found.group(1));
		}).filter((found) -> found.group(1).matches(".*[_:].*")).toList();
	}

	/** Tell whether a place is within the matchers of a selector. */
	private static boolean isWithin(String query, int place) {
		return query.lastIndexOf('{', place - 1) > query.lastIndexOf('}', place - 1);
	}

	private static Set<String> groups(String query) {
		Set<String> labels = new HashSet<>();
		GROUP.matcher(query).results().forEach((group) -> {
			for (String label : group.group(2).split(",")) {
				labels.add(label.trim());
			}
		});
		return labels;
	}

}
