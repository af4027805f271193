package io.sequoia.core.observation;

import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.project.SeenInTests;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.transfer.MicrometerTransferMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of {@code docs/metrics.md} has the meters of a client that has done a bit of
 * everything, with their types, units, tags and descriptions.
 */
class MeterTableIntegrationTests {

	/** Each meter once, with the tags of all that have its name. */
	private final Map<String, Meter> meters = new TreeMap<>();

	private final Map<String, SortedSet<String>> tags = new TreeMap<>();

	@Test
	void pageShowsTheMetersOfAClient() throws IOException {
		try (ClientApplication application = ClientApplication.on(SequoiaSandbox.builder(), ObservedApplication.class,
				"sequoia.cache.enabled=true")) {
			MeterRegistry registry = application.bean(MeterRegistry.class);
			registry.config().meterFilter(application.context().getBean("sequoiaMeterDescriptions", MeterFilter.class));
			SequoiaTemplate template = application.template();
			template.browse(Criteria.all().perPage(10), Content.class).page();
			MicrometerTransferMetrics transfers = new MicrometerTransferMetrics(registry, Tags.empty());
			transfers.transferred("download", 1);
			transfers.resumed("download", 1);
			registry.forEachMeter(this::add);
		}
		assertThat(this.meters).hasSizeGreaterThan(12);
		SeenInTests.assertShown("metrics.md", getClass(), "| meter | type | tags | what it tells |\n|---|---|---|---|\n"
				+ this.meters.values().stream().map(this::row).collect(Collectors.joining()));
	}

	private void add(Meter meter) {
		String name = meter.getId().getName();
		if (name.startsWith("sequoia.") || name.equals("spring.retry")) {
			this.meters.putIfAbsent(name, meter);
			meter.getId()
				.getTags()
				.stream()
				.map(Tag::getKey)
				.forEach((tag) -> this.tags.computeIfAbsent(name, (unknown) -> new TreeSet<>(Comparator.naturalOrder()))
					.add(tag));
		}
	}

	private String row(Meter meter) {
		Meter.Id id = meter.getId();
		assertThat(id.getDescription()).as(id.getName()).isNotBlank();
		return "| `%s` | %s | %s | %s |\n".formatted(id.getName(), type(id),
				this.tags.getOrDefault(id.getName(), new TreeSet<>())
					.stream()
					.map((tag) -> "`" + tag + "`")
					.collect(Collectors.joining(", ")),
				id.getDescription());
	}

	private static String type(Meter.Id id) {
		String type = id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
		return (id.getBaseUnit() != null) ? type + ", " + id.getBaseUnit() : type;
	}

}
