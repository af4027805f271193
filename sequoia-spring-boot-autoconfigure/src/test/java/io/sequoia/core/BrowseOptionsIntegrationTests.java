package io.sequoia.core;

import java.util.List;

import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Browses that are not read to their end: without fetching ahead, and by page numbers.
 */
class BrowseOptionsIntegrationTests {

	private static final Criteria BY_TENS = Criteria.all().orderBy("name").perPage(10);

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.pagination.prefetch=2");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template();

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, 35, "c%02d", "t");
	}

	@Test
	void fetchesNothingAheadOfAConsumerWhoSaysSo() {
		SequoiaOperations hesitant = this.template.with(RequestOptions.builder().prefetch(0).build());
		assertThat(hesitant.browse(BY_TENS, Content.class).stream().limit(10)).hasSize(10);
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(1);
		assertThat(hesitant.browse(BY_TENS, Content.class).stream()).hasSize(35);
		assertThatIllegalArgumentException().isThrownBy(() -> RequestOptions.builder().prefetch(-1))
			.withMessage("prefetch must be from 0 to 10, not -1");
	}

	@Test
	void asksOnceWhereNoResourcesAreWanted() {
		Criteria counted = BY_TENS.count().skipResources();
		assertThat(this.template.browse(counted, Content.class).list()).isEmpty();
		assertThat(this.template.browse(counted, Content.class).first()).isEmpty();
		assertThat(this.template.browse(counted, Content.class).stream()).isEmpty();
		assertThat(this.template.browse(counted, Content.class).pages()).singleElement()
			.satisfies((page) -> assertThat(page.totalCount()).hasValue(35));
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(4);
		ReactiveSequoiaTemplate reactive = this.application.reactive();
		Criteria included = counted.include(resource("assets"));
		assertThat(reactive.browse(included, Content.class).list().block()).isEmpty();
		assertThat(reactive.browse(included, Content.class).first().block()).isNull();
		assertThat(reactive.browse(included, Content.class).flux().collectList().block()).isEmpty();
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(7);
	}

	@Test
	void givesTheOnlyResourceAndRefusesNoneOrMore() {
		Criteria one = where(field("name").equalTo("c07"));
		Criteria none = where(field("name").equalTo("absent"));
		ReactiveSequoiaTemplate reactive = this.application.reactive();
		assertThat(this.template.browse(one, Content.class).single().name()).isEqualTo("c07");
		assertThat(reactive.browse(one, Content.class).single().block()).isNotNull();
		assertThatExceptionOfType(EmptyResultDataAccessException.class)
			.isThrownBy(this.template.browse(none, Content.class)::single)
			.withMessageContaining("metadata/contents");
		assertThatExceptionOfType(EmptyResultDataAccessException.class)
			.isThrownBy(reactive.browse(none, Content.class).single()::block);
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).hasSize(4)
			.allSatisfy((request) -> assertThat(request.query()).containsEntry("perPage", List.of("2")));
		for (Criteria many : List.of(Criteria.all(), BY_TENS, BY_TENS.perPage(1))) {
			assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
				.isThrownBy(this.template.browse(many, Content.class)::single)
				.withMessageContaining("metadata/contents");
			assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
				.isThrownBy(reactive.browse(many, Content.class).single()::block);
		}
	}

	@Test
	void goesByNumbersFromANumberedPage() {
		Criteria second = BY_TENS.count().param("page", "2");
		ResourcePage<Content> page = this.template.browse(second, Content.class).page();
		assertThat(page.resources()).extracting(Content::name).startsWith("c10").endsWith("c19");
		assertThat(page.totalCount()).hasValue(35);
		LoggedRequest request = this.sandbox.requests().of(Operation.BROWSE).get(0);
		assertThat(request.query()).containsEntry("page", List.of("2")).doesNotContainKey("continue");
		assertThat(this.template.browse(second, Content.class).list()).hasSize(25);
	}

}
