package io.sequoia.sample;

import java.net.URI;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.IfMatch;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaTemplate;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
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
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The contents of the catalogue.
 */
@RestController
@RequestMapping("/contents")
class ContentController {

	private final ContentRepository repository;

	private final SequoiaTemplate sequoia;

	ContentController(ContentRepository repository, SequoiaTemplate sequoia) {
		this.repository = repository;
		this.sequoia = sequoia;
	}

	@GetMapping
	ContentPage list(@Valid ContentQuery query) {
		int page = query.pageNumber();
		try (Stream<ResourcePage<Content>> pages = this.repository.browse(query.toCriteria()).pages()) {
			return pages.skip(page - 1)
				.findFirst()
				.map((found) -> toContentPage(found, page))
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no page " + page));
		}
	}

	@GetMapping("/{ref}")
	ResponseEntity<Content> read(@PathVariable Ref ref) {
		Content content = this.sequoia.read(ref, Content.class);
		return ResponseEntity.ok().eTag(content.version()).body(content);
	}

	@GetMapping("/{ref}/parts")
	ContentPage parts(@PathVariable Ref ref, Pageable page) {
		Page<Content> parts = this.repository.findByParentRef(ref, page);
		int number = parts.getNumber() + 1;
		return new ContentPage(number, parts.getTotalElements(), next(parts.hasNext(), number), parts.getContent());
	}

	/** Create a content. It always gets a new name, so it never replaces another one. */
	@PostMapping
	ResponseEntity<Content> create(@Valid @RequestBody Content content) {
		Content created = this.repository.save(content.as(null, null));
		URI location = ServletUriComponentsBuilder.fromCurrentRequest()
			.path("/{ref}")
			.buildAndExpand(created.ref())
			.toUri();
		return ResponseEntity.created(location).eTag(created.version()).body(created);
	}

	/**
	 * Update a content. The version is given in {@code If-Match} or, as it was read, in
	 * the content.
	 */
	@PutMapping("/{ref}")
	ResponseEntity<Content> update(@PathVariable Ref ref, @Valid @RequestBody Content content,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable IfMatch ifMatch) {
		if (content.ref() != null && !content.ref().equals(ref)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The content is " + content.ref() + ", but the address is that of " + ref);
		}
		String version = (ifMatch != null) ? ifMatch.version() : content.version();
		if (version == null) {
			throw new ResponseStatusException(HttpStatus.PRECONDITION_REQUIRED,
					"Give the version that was read, in If-Match or in the content");
		}
		Content updated = this.repository.save(content.as(ref, version));
		return ResponseEntity.ok().eTag(updated.version()).body(updated);
	}

	@DeleteMapping("/{ref}")
	ResponseEntity<Void> delete(@PathVariable Ref ref) {
		if (!this.sequoia.delete(ref, Content.class)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no content " + ref);
		}
		return ResponseEntity.noContent().build();
	}

	private static ContentPage toContentPage(ResourcePage<Content> found, int page) {
		Long totalCount = found.totalCount().isPresent() ? found.totalCount().getAsLong() : null;
		return new ContentPage(page, totalCount, next(found.hasNext(), page), found.resources());
	}

	private static @Nullable URI next(boolean exists, int page) {
		return exists ? ServletUriComponentsBuilder.fromCurrentRequest()
			.replaceQueryParam("page", page + 1)
			.build(true)
			.toUri() : null;
	}

}
