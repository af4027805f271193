package io.sequoia.sample.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.file.LineCallbackHandler;
import org.springframework.batch.infrastructure.item.file.LineMapper;
import org.springframework.batch.infrastructure.item.file.transform.DelimitedLineTokenizer;

/**
 * Lines with commas between the values (RFC 4180), after a line with the names of the
 * fields. An empty value stands for no value.
 */
class Csv implements LineCallbackHandler, LineMapper<Map<String, Object>> {

	private final DelimitedLineTokenizer values = new DelimitedLineTokenizer();

	private List<String> fields = List.of();

	@Override
	public void handleLine(String header) {
		this.fields = List.of(this.values.tokenize(header).getValues());
	}

	@Override
	public Map<String, Object> mapLine(String line, int number) {
		String[] values = this.values.tokenize(line).getValues();
		Map<String, Object> resource = new LinkedHashMap<>();
		for (int i = 0; i < this.fields.size(); i++) {
			if (!values[i].isEmpty()) {
				resource.put(this.fields.get(i), values[i]);
			}
		}
		return resource;
	}

	static String line(List<? extends @Nullable Object> values) {
		return values.stream().map(Csv::quoted).collect(Collectors.joining(","));
	}

	private static String quoted(@Nullable Object value) {
		return (value != null) ? "\"" + value.toString().replace("\"", "\"\"") + "\"" : "";
	}

}
