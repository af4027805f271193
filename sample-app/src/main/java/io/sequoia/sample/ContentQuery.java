package io.sequoia.sample;

import java.util.List;
import java.util.Objects;

import io.sequoia.core.query.Criteria;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.BindParam;

import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;

/**
 * The parameters of {@code GET /contents}.
 *
 * @param type the kinds of content, all if there is none; each a single word, since the
 * platform takes other characters for operators
 * @param q words to search for
 * @param sort fields to sort by, descending after a {@code -}
 * @param page the number of the page. The platform's pages are a chain, so page n costs n
 * requests, and there is a limit
 * @param pageSize the number of contents on a page
 */
record ContentQuery(@Nullable List<@Pattern(regexp = Content.TYPE, message = Content.TYPE_RULE) String> type,
		@Nullable String q, @Nullable List<String> sort,
		@Nullable @Range(min = 1, max = 100, message = "page must be 1 to 100: narrow the search") Integer page,
		@BindParam("page-size") @Nullable @Range(min = 1, max = 100,
				message = "page-size must be 1 to 100") Integer pageSize) {

	private static final int DEFAULT_PAGE_SIZE = 20;

	int pageNumber() {
		return Objects.requireNonNullElse(this.page, 1);
	}

	Criteria toCriteria() {
		Criteria criteria = Criteria.all()
			.perPage(Objects.requireNonNullElse(this.pageSize, DEFAULT_PAGE_SIZE))
			.count();
		if (this.type != null && !this.type.isEmpty()) {
			criteria = criteria.and(field("type").oneOrMoreOf(this.type));
		}
		if (this.q != null) {
			criteria = criteria.and(textSearch(this.q));
		}
		for (String key : Objects.requireNonNullElse(this.sort, List.<String>of())) {
			criteria = key.startsWith("-") ? criteria.orderBy(key.substring(1)).desc() : criteria.orderBy(key);
		}
		return criteria;
	}

}
