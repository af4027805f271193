package io.sequoia.core;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Criterion;
import io.sequoia.core.query.Field;
import io.sequoia.discovery.Descriptors;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.expression;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Texts that are operators to some filters and data to others, according to the service's
 * descriptor.
 */
class FilterRulesIntegrationTests {

	private static final ServiceDescriptor SERVICE = Descriptors.service("""
			{'contents':{
			 'filters':{'withTags':{'and':true},'withTitle':{'and':false},'withStartedAt':{'range':true,'and':false}},
			 'relationships':{'assets':{'type':'indirect','resourceType':'assets','filterName':'withContentRef'}}},
			'assets':{'filters':{'withUrl':{'and':false},'withTags':{'and':true},'withStartedAt':{'range':true}}}}""");

	private final FilterRules rules = new FilterRules(SERVICE, SERVICE.get("contents"));

	@ParameterizedTest
	@ValueSource(strings = { "tags", "assets.tags", "assets.withTags", "undescribed", "nowhere.tags" })
	void textWithAConjunctionIsRefusedWhereTheFilterTakesOne(String name) {
		refused(name, "a&&b", "an operator ('&&')");
		passes(where(field(name).equalTo(expression("a&&b"))));
		passes(where(field(name).allOf("a", "b")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "title", "assets.url" })
	void textWithAConjunctionIsDataWhereTheFilterTakesNone(String name) {
		passes(where(field(name).equalTo("a&&b")).and(field(name).oneOrMoreOf("b", "a&&b")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "startedAt", "assets.startedAt", "assets.withStartedAt" })
	void textWithASlashIsRefusedWhereTheFilterHasRanges(String name) {
		refused(name, "2014/2015", "a range ('/')");
		passes(where(field(name).equalTo(expression("2014/2015"))).and(field(name).between("2014", "2015"))
			.and(field(name).lessThan("2015")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "title", "assets.url", "undescribed", "nowhere.url" })
	void textWithASlashIsDataElsewhere(String name) {
		passes(where(field(name).equalTo("AC/DC")).and(field(name).startsWith("AC/"))
			.and(field(name).oneOrMoreOf("AC/DC", "b")));
	}

	@Test
	void innerCriteriaAreCheckedByTheFiltersOfWhatIntersects() {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.rules
				.check(Criteria.all().intersect("assets", where(field("startedAt").equalTo("2014/2015")))))
			.withMessageContaining("'assets.startedAt'")
			.withMessageContaining("'assets.withStartedAt'");
		passes(Criteria.all().intersect("assets", where(field("url").equalTo("a/b&&c"))));
	}

	@Test
	void nothingIsSentForWhatIsRefused() {
		try (ClientApplication application = ClientApplication.onEmptySandbox()) {
			SequoiaSandbox sandbox = application.sandbox();
			sandbox.put("metadata", "contents", Map.of("name", "a", "title", "AC/DC", "type", "movie"));
			ResourceOperations<Content> contents = application.template().resources(Content.class);
			Criteria range = where(field("createdAt").equalTo("2014/2015"));
			for (Function<Criteria, Object> call : List.<Function<Criteria, Object>>of(contents::count,
					(criteria) -> contents.browse(criteria).list(), (criteria) -> contents.browse(criteria).page(),
					(criteria) -> contents.browse(criteria).first(),
					(criteria) -> contents.browse(criteria).linked("assets", Asset.class).toList())) {
				assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> call.apply(range))
					.withMessageContaining("'createdAt'")
					.withMessageContaining("'metadata'");
			}
			assertThat(sandbox.requests().count(Operation.BROWSE)).isZero();
			assertThat(contents.count(where(field("title").equalTo("AC/DC")))).isOne();
			assertThat(contents.count(where(field("createdAt").equalTo(expression("2014-01-01T00:00:00.000Z/")))))
				.isOne();
		}
	}

	@Test
	void eachOperatorIsDoubtfulWhereTheFlagsOfTheFilterDoNotAllowIt() {
		Map<String, List<Function<Field, Criterion>>> operators = Map.of("",
				List.of((field) -> field.equalTo("a"), (field) -> field.notEqualTo("a"), Field::exists,
						Field::notExists, (field) -> field.oneOrMoreOf("a"), (field) -> field.allOf("a")),
				"or", List.of((field) -> field.oneOrMoreOf("a", "b"), (field) -> field.equalTo(expression("a||b"))),
				"and", List.of((field) -> field.allOf("a", "b"), (field) -> field.notEqualTo(expression("a&&b"))),
				"prefix",
				List.of((field) -> field.startsWith("a"), (field) -> field.endsWith("a"),
						(field) -> field.notEqualTo(expression("a*"))),
				"range",
				List.of((field) -> field.between("a", "b"), (field) -> field.notBetween("a", "b"),
						(field) -> field.lessThan("a"), (field) -> field.lessThanOrEqualTo("a"),
						(field) -> field.greaterThan("a"), (field) -> field.greaterThanOrEqualTo("a"),
						(field) -> field.equalTo(expression("a/b"))));
		List<String> flags = List.of("or", "and", "prefix", "range");
		for (int chosen = 0; chosen < 1 << flags.size(); chosen++) {
			int set = chosen;
			List<String> allowed = flags.stream().filter((flag) -> (set & 1 << flags.indexOf(flag)) != 0).toList();
			String filter = allowed.stream().map((flag) -> "'" + flag + "':true").collect(Collectors.joining(","));
			ServiceDescriptor service = Descriptors.service("{'contents':{'filters':{'withX':{" + filter + "}}}}");
			FilterRules described = new FilterRules(service, service.get("contents"));
			operators.forEach((flag, conditions) -> conditions.forEach((condition) -> {
				Criterion asked = condition.apply(field("x"));
				assertThat(described.doubts(where(asked))).as("%s where the filter has %s", asked, allowed)
					.hasSize((flag.isEmpty() || allowed.contains(flag)) ? 0 : 1);
			}));
		}
	}

	private void refused(String name, String text, String operator) {
		Field field = field(name);
		for (Criterion condition : List.of(field.equalTo(text), field.notEqualTo(text), field.oneOrMoreOf("x", text),
				field.allOf("x", text), field.startsWith(text), field.endsWith(text))) {
			assertThatExceptionOfType(InvalidCriteriaException.class)
				.isThrownBy(() -> this.rules.check(where(condition)))
				.withMessageContaining("'" + text + "'")
				.withMessageContaining(operator)
				.withMessageContaining("Field.expression");
		}
	}

	private void passes(Criteria criteria) {
		assertThatCode(() -> this.rules.check(criteria)).doesNotThrowAnyException();
	}

}
