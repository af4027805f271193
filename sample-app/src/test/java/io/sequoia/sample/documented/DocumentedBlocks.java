package io.sequoia.sample.documented;

import java.util.HashMap;
import java.util.Map;

/**
 * Runs the blocks of one page, with what the page gives.
 */
final class DocumentedBlocks {

	private final String page;

	private final Map<String, Object> given = new HashMap<>();

	private DocumentedBlocks(String page) {
		this.page = page;
	}

	static DocumentedBlocks of(String page) {
		return new DocumentedBlocks(page);
	}

	DocumentedBlocks given(String name, Object value) {
		this.given.put(name, value);
		return this;
	}

	/** The type of that name on the page. */
	Class<?> type(String name) {
		return DocumentedCode.get().type(this.page, name);
	}

	/** The values of the variables that the only block with that text declares. */
	@SuppressWarnings("unchecked")
	Map<String, Object> run(String text) throws Exception {
		return (Map<String, Object>) DocumentedCode.get().run(this.page, text, this.given);
	}

	/** An instance of the class around the methods of which one holds the text. */
	Object methods(String text) throws ReflectiveOperationException {
		return DocumentedCode.instance(DocumentedCode.get().methods(this.page, text), this.given);
	}

}
