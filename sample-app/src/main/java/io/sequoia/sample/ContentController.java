package io.sequoia.sample;

import java.net.URI;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;

/**
 * The catalogue over HTTP.
 */
@RestController
@RequestMapping("/contents")
class ContentController {

	private final SequoiaTemplate template;

	ContentController(SequoiaTemplate template) {
		this.template = template;
	}

	/** The first titles that match, and how many there are. */
	@GetMapping
	Titles find(@RequestParam(required = false) @Nullable String type,
			@RequestParam(required = false) @Nullable String q, @RequestParam(defaultValue = "title") String sort,
			@RequestParam(name = "page-size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
		Criteria criteria = Criteria.all().perPage(pageSize).count();
		if (type != null) {
			criteria = criteria.and(field("type").equalTo(type));
		}
		if (q != null) {
			criteria = criteria.and(textSearch(q));
		}
		criteria = sort.startsWith("-") ? criteria.orderBy(sort.substring(1)).desc() : criteria.orderBy(sort).asc();
		ResourcePage<Content> page = this.template.browse(criteria, Content.class).page();
		return new Titles(page.totalCount().orElse(page.resources().size()), page.hasNext(), page.resources());
	}

	@GetMapping("/{ref}")
	ResponseEntity<Content> read(@PathVariable Ref ref) {
		return answer(HttpStatus.OK, this.template.read(ref, Content.class));
	}

	@PostMapping
	ResponseEntity<Content> create(@RequestBody @Valid ContentChange content) {
		return answer(HttpStatus.CREATED, this.template.store(content.toContent()));
	}

	/**
	 * Change a title: the version that {@code If-Match} names, or whichever there is.
	 */
	@PutMapping("/{ref}")
	ResponseEntity<Content> change(@PathVariable Ref ref, @RequestBody @Valid ContentChange change,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String version) {
		Content changed = (version != null) ? this.template.update(change.at(ref, version.replace("\"", "")))
				: this.template.update(ref, Content.class, change::applyTo);
		return answer(HttpStatus.OK, changed);
	}

	@DeleteMapping("/{ref}")
	ResponseEntity<Void> delete(@PathVariable Ref ref) {
		return this.template.delete(ref, Content.class) ? ResponseEntity.noContent().build()
				: ResponseEntity.notFound().build();
	}

	private static ResponseEntity<Content> answer(HttpStatus status, Content content) {
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
		if (status == HttpStatus.CREATED) {
			answer.location(URI.create("/contents/" + content.ref()));
		}
		return ((content.version() != null) ? answer.eTag(content.version()) : answer).body(content);
	}

	/**
	 * A page of titles.
	 *
	 * @param total how many titles match in all
	 * @param more whether there are more than these
	 * @param contents the titles
	 */
	record Titles(long total, boolean more, List<Content> contents) {
	}

}
