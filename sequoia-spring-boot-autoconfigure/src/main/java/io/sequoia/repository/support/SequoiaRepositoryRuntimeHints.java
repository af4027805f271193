package io.sequoia.repository.support;

import io.sequoia.RefEditor;
import io.sequoia.repository.AfterLoadCallback;
import io.sequoia.repository.AfterSaveCallback;
import io.sequoia.repository.BeforeSaveCallback;
import io.sequoia.repository.ReactiveAfterLoadCallback;
import io.sequoia.repository.ReactiveAfterSaveCallback;
import io.sequoia.repository.ReactiveBeforeSaveCallback;
import io.sequoia.repository.query.ExampleExecutor;
import io.sequoia.repository.query.ReactiveExampleExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * The hints for types that repositories use by reflection, in addition to those that
 * Spring Data registers for each repository.
 */
class SequoiaRepositoryRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypes(
					TypeReference.listOf(BeforeSaveCallback.class, AfterSaveCallback.class, AfterLoadCallback.class,
							ReactiveBeforeSaveCallback.class, ReactiveAfterSaveCallback.class,
							ReactiveAfterLoadCallback.class, ExampleExecutor.class, ReactiveExampleExecutor.class),
					(type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS))
			// Spring finds it by its name
			.registerType(RefEditor.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}
