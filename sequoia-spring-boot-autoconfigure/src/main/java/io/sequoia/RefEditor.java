package io.sequoia;

import java.beans.PropertyEditorSupport;

/**
 * Converts text to references where Spring has no conversion service, as in the arguments
 * of GraphQL that are bound to an example. Spring finds this class by its name.
 */
@Internal
public final class RefEditor extends PropertyEditorSupport {

	@Override
	public void setAsText(String text) {
		setValue(Ref.valueOf(text));
	}

	@Override
	public String getAsText() {
		return String.valueOf(getValue());
	}

}
