package io.sequoia.core.mapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceChangeTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = ';', value = {
			// unknown fields are kept, known ones are changed, removed and added
			"{'a':1,'x':2}; {'a':1}; {'a':3}; {'a':3,'x':2}", "{'a':1,'x':2}; {'a':1}; {}; {'x':2}",
			"{'x':2}; {}; {'a':3}; {'x':2,'a':3}", "{'a':null,'x':2}; {}; {'a':3}; {'a':3,'x':2}",
			"{'x':null}; {}; {}; {'x':null}",
			// unchanged values keep their text
			"{'at':'2014-12-25T12:00:00.000Z'}; {'at':'2014-12-25T12:00:00Z'}; {'at':'2014-12-25T12:00:00Z'}; "
					+ "{'at':'2014-12-25T12:00:00.000Z'}",
			// values that the type has without having read them
			"{'x':2}; {'a':0}; {'a':0}; {'x':2}", "{'x':2}; {'a':0}; {'a':3}; {'x':2,'a':3}",
			"{'o':{'x':2}}; {'o':{'a':false}}; {'o':{'a':false}}; {'o':{'x':2}}",
			"{'o':{'x':2}}; {'o':{'a':false,'b':1}}; {'o':{'a':false,'b':2}}; {'o':{'x':2,'b':2}}",
			// nested objects
			"{'o':{'a':1,'x':2}}; {'o':{'a':1}}; {'o':{'a':3}}; {'o':{'a':3,'x':2}}",
			"{'o':{'a':1,'x':2}}; {'o':{'a':1}}; {}; {}", "{'o':{'a':1,'x':2}}; {'o':{'a':1}}; {'o':7}; {'o':7}",
			// lists: unchanged elements are identified by their value, changed ones by
			// their position
			"{'l':[{'a':1,'x':1},{'a':2,'x':2}]}; {'l':[{'a':1},{'a':2}]}; {'l':[{'a':2}]}; {'l':[{'a':2,'x':2}]}",
			"{'l':[{'a':1,'x':1},{'a':2,'x':2}]}; {'l':[{'a':1},{'a':2}]}; {'l':[{'a':2},{'a':1}]}; "
					+ "{'l':[{'a':2,'x':2},{'a':1,'x':1}]}",
			"{'l':[{'a':1,'x':1},{'a':2,'x':2}]}; {'l':[{'a':1},{'a':2}]}; {'l':[{'a':1},{'a':3}]}; "
					+ "{'l':[{'a':1,'x':1},{'a':3,'x':2}]}",
			"{'l':[{'a':1,'x':1}]}; {'l':[{'a':1}]}; {'l':[{'a':0},{'a':1}]}; {'l':[{'a':0},{'a':1,'x':1}]}",
			"{'l':[{'a':1,'x':1},{'a':1,'x':2}]}; {'l':[{'a':1},{'a':1}]}; {'l':[{'a':1},{'a':1}]}; "
					+ "{'l':[{'a':1,'x':1},{'a':1,'x':2}]}",
			"{'l':[1,2]}; {'l':[1,2]}; {'l':[]}; {'l':[]}" })
	void bringsTheChangeBack(String read, String before, String after, String merged) {
		assertThat(ResourceChange.merge(json(read), json(before), json(after))).isEqualTo(json(merged));
	}

	@Test
	void listsWhatIsMissing() {
		assertThat(ResourceChange.missing(
				json("{'a':1,'x':2,'n':null,'o':{'a':1,'y':2},'l':[{'a':1},{'a':1,'z':3}],'m':[]}"),
				json("{'a':1,'o':{'a':1},'l':[{'a':1},{'a':1}],'m':[]}")))
			.containsExactly("x", "o.y", "l[].z");
	}

	private static ObjectNode json(String text) {
		return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

}
