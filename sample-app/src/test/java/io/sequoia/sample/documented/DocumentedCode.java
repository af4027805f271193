package io.sequoia.sample.documented;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.sequoia.sample.documented.DocumentedPage.Block;
import io.sequoia.sample.documented.DocumentedSource.Kind;

/**
 * Is the Java of all pages, compiled as it stands there, and runs it.
 */
final class DocumentedCode {

	private static final DocumentedCode INSTANCE = compile(DocumentedPage.all());

	private final List<DocumentedSource> sources;

	private final List<String> errors;

	private final ClassLoader classLoader;

	private DocumentedCode(List<DocumentedSource> sources, List<String> errors, ClassLoader classLoader) {
		this.sources = sources;
		this.errors = errors;
		this.classLoader = classLoader;
	}

	static DocumentedCode get() {
		return INSTANCE;
	}

	/** Return the errors and warnings of the compiler for a page, with their lines. */
	List<String> errors(String page) {
		return this.errors.stream().filter((error) -> error.startsWith(page + ":")).toList();
	}

	ClassLoader classLoader() {
		return this.classLoader;
	}

	/** The type of that name on the page. */
	Class<?> type(String page, String name) {
		return load(this.sources.stream()
			.filter((source) -> source.page().path().equals(page))
			.map(DocumentedSource::className)
			.map((className) -> className.substring(0, className.lastIndexOf('.') + 1) + name)
			.findFirst()
			.orElseThrow());
	}

	/** The class around the methods of which one holds the text. */
	Class<?> methods(String page, String text) {
		return load(source(page, text, Kind.METHODS).className());
	}

	/**
	 * Run the statements of a block.
	 * @param page the page
	 * @param text a text that only this block of the page contains
	 * @param given the variables that the page gives, by name
	 * @return the value that the block returns, or a map of the variables that it
	 * declares
	 */
	Object run(String page, String text, Map<String, ?> given) throws Exception {
		Object block = instance(load(source(page, text, Kind.STATEMENTS).className()), given);
		try {
			return block.getClass().getMethod("run").invoke(block);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/** An instance of a class with the variables that its page gives. */
	static Object instance(Class<?> type, Map<String, ?> given) throws ReflectiveOperationException {
		Constructor<?> constructor = type.getDeclaredConstructor();
		constructor.setAccessible(true);
		Object instance = constructor.newInstance();
		for (Field variable : type.getFields()) {
			variable.set(instance, given.get(variable.getName()));
		}
		return instance;
	}

	private DocumentedSource source(String page, String text, Kind kind) {
		List<DocumentedSource> found = this.sources.stream()
			.filter((source) -> source.page().path().equals(page) && source.kind() == kind)
			.filter((source) -> source.block().code().contains(text))
			.toList();
		if (found.size() != 1) {
			throw new IllegalArgumentException(found.size() + " blocks of " + page + " hold: " + text);
		}
		return found.get(0);
	}

	private Class<?> load(String className) {
		try {
			return Class.forName(className, true, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static DocumentedCode compile(List<DocumentedPage> pages) {
		List<DocumentedSource> sources = new ArrayList<>();
		for (DocumentedPage page : pages) {
			for (Block block : page.blocks("java")) {
				if (!DocumentedSource.holdsImportsAlone(block)) {
					sources.add(DocumentedSource.of(page, block, page.packageName()));
				}
			}
		}
		List<JavaFileObject> units = new ArrayList<>(sources);
		for (DocumentedPage page : pages) {
			pages.stream()
				.filter((other) -> other.path().equals(page.types()))
				.flatMap((other) -> other.blocks("java")
					.stream()
					.filter((block) -> !DocumentedSource.holdsImportsAlone(block))
					.map((block) -> DocumentedSource.of(other, block, page.packageName())))
				.filter((source) -> source.kind() == Kind.TYPES)
				.forEach(units::add);
		}
		return compile(sources, units);
	}

	private static DocumentedCode compile(List<DocumentedSource> sources, List<JavaFileObject> units) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
			Path classes = Files.createDirectories(Path.of("target", "documented-classes"));
			List<String> options = List.of("--release", "17", "-parameters", "-proc:none",
					"-Xlint:all,-processing,-classfile,-path,-serial,-options,-auxiliaryclass", "-Xmaxerrs", "1000",
					"-cp", System.getProperty("java.class.path"), "-d", classes.toString());
			compiler.getTask(null, files, found, options, null, units).call();
			URL[] urls = { classes.toUri().toURL() };
			return new DocumentedCode(sources, found.getDiagnostics().stream().map(DocumentedCode::text).toList(),
					new URLClassLoader(urls, DocumentedCode.class.getClassLoader()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
		String message = diagnostic.getMessage(null);
		return (diagnostic.getSource() instanceof DocumentedSource source)
				? source.place(diagnostic.getLineNumber()) + ": " + message : message;
	}

}
