package io.sequoia.sample.documented;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import io.sequoia.sample.documented.DocumentedPage.Block;

/**
 * Is a source file made of one block of a page. Whole types are taken as they are.
 * Methods are put into a class, and statements into a method that returns their
 * variables; the variables that the page gives are fields there. Nothing else is added
 * but the page's own imports, all in the file's first line, so that a line number leads
 * to the page.
 */
final class DocumentedSource extends SimpleJavaFileObject {

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?[\\w.* ]+;");

	private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

	private final DocumentedPage page;

	private final Block block;

	private final Kind kind;

	private final String className;

	private final String text;

	private DocumentedSource(DocumentedPage page, Block block, Kind kind, String className, String text) {
		super(URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
		this.page = page;
		this.block = block;
		this.kind = kind;
		this.className = className;
		this.text = text;
	}

	/**
	 * Makes the source of a block.
	 * @param page the page that the block stands on
	 * @param block the block
	 * @param packageName the package, unless the block names one
	 * @return the source
	 */
	static DocumentedSource of(DocumentedPage page, Block block, String packageName) {
		String code = PACKAGE.matcher(IMPORT.matcher(block.code()).replaceAll("")).replaceAll("");
		String inPackage = PACKAGE.matcher(block.code())
			.results()
			.map((result) -> result.group(1))
			.findFirst()
			.orElse(packageName);
		String header = "package " + inPackage + "; " + String.join(" ", imports(page, block)) + " ";
		String generated = "Block" + block.line();
		String opened = header + "public class " + generated + " { "
				+ block.given().stream().map((variable) -> "public " + variable + "; ").collect(Collectors.joining());
		Parsed unit = Parsed.of(header + "\n" + code);
		if (unit.correct()) {
			return new DocumentedSource(page, block, Kind.TYPES, inPackage + "." + unit.firstType(),
					header + "\n" + code);
		}
		String method = opened + "public Object run() throws Exception {\n" + code;
		Parsed statements = Parsed.of(method + "}}");
		if (statements.correct()) {
			return new DocumentedSource(page, block, Kind.STATEMENTS, inPackage + "." + generated,
					method + statements.returned() + "}}");
		}
		return new DocumentedSource(page, block, Kind.METHODS, inPackage + "." + generated, opened + "\n" + code + "}");
	}

	static boolean holdsImportsAlone(Block block) {
		return IMPORT.matcher(block.code()).replaceAll("").isBlank();
	}

	private static List<String> imports(DocumentedPage page, Block block) {
		List<String> imports = new ArrayList<>();
		page.blocks("java")
			.stream()
			.filter((other) -> other == block || holdsImportsAlone(other))
			.flatMap((other) -> IMPORT.matcher(other.code()).results())
			.map(MatchResult::group)
			.forEach(imports::add);
		return imports.stream().distinct().toList();
	}

	Block block() {
		return this.block;
	}

	Kind kind() {
		return this.kind;
	}

	String className() {
		return this.className;
	}

	DocumentedPage page() {
		return this.page;
	}

	/** The place on the page of a line of this source. */
	String place(long line) {
		return this.page.path() + ":" + (this.block.line() + line - 2);
	}

	@Override
	public CharSequence getCharContent(boolean ignoreEncodingErrors) {
		return this.text;
	}

	/**
	 * Tells what a block holds.
	 */
	enum Kind {

		TYPES, METHODS, STATEMENTS

	}

	/**
	 * A text as the compiler's parser sees it.
	 */
	private record Parsed(boolean correct, CompilationUnitTree unit) {

		static Parsed of(String text) {
			DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
			JavacTask task = (JavacTask) COMPILER.getTask(null, null, found, List.of("--release", "17", "-proc:none"),
					null,
					List.of(new SimpleJavaFileObject(URI.create("string:///Any.java"), JavaFileObject.Kind.SOURCE) {

						@Override
						public CharSequence getCharContent(boolean ignoreEncodingErrors) {
							return text;
						}

					}));
			try {
				CompilationUnitTree unit = task.parse().iterator().next();
				return new Parsed(found.getDiagnostics().isEmpty() && !unit.getTypeDecls().isEmpty(), unit);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String firstType() {
			return ((ClassTree) this.unit.getTypeDecls().get(0)).getSimpleName().toString();
		}

		/**
		 * The statement that returns the variables of the only method, unless it returns
		 * by itself.
		 */
		String returned() {
			StringBuilder puts = new StringBuilder();
			BlockTree body = body();
			if (Boolean.TRUE.equals(new Returns().scan(body, null))) {
				return "";
			}
			for (var statement : body.getStatements()) {
				if (statement instanceof VariableTree variable) {
					puts.append(" variables.put(\"%s\", %1$s);".formatted(variable.getName()));
				}
			}
			return "java.util.Map<String, Object> variables = new java.util.LinkedHashMap<>();" + puts
					+ " return variables;";
		}

		private BlockTree body() {
			return ((ClassTree) this.unit.getTypeDecls().get(0)).getMembers()
				.stream()
				.filter(MethodTree.class::isInstance)
				.map((method) -> ((MethodTree) method).getBody())
				.findFirst()
				.orElseThrow();
		}

	}

	/**
	 * Finds a {@code return} of the statements themselves.
	 */
	private static final class Returns extends TreeScanner<Boolean, Void> {

		@Override
		public Boolean visitReturn(ReturnTree node, Void unused) {
			return true;
		}

		@Override
		public Boolean visitLambdaExpression(LambdaExpressionTree node, Void unused) {
			return false;
		}

		@Override
		public Boolean visitClass(ClassTree node, Void unused) {
			return false;
		}

		@Override
		public Boolean reduce(Boolean first, Boolean second) {
			return Boolean.TRUE.equals(first) || Boolean.TRUE.equals(second);
		}

	}

}
