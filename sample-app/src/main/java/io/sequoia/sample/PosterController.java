package io.sequoia.sample;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import jakarta.validation.constraints.Size;

import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The posters of the contents.
 */
@RestController
class PosterController {

	static final int MAX_BYTES = 2 * 1024 * 1024;

	private final PosterRepository repository;

	private final SequoiaTemplate sequoia;

	private final PictureFolder pictures;

	PosterController(PosterRepository repository, SequoiaTemplate sequoia, PictureFolder pictures) {
		this.repository = repository;
		this.sequoia = sequoia;
		this.pictures = pictures;
	}

	/** Tell the posters of some contents in one request, those that this service has. */
	@GetMapping("/posters")
	Map<String, String> list(@RequestParam @Size(min = 1, max = 100,
			message = "content must be 1 to 100 references") List<Ref> content) {
		Map<String, String> found = new TreeMap<>();
		for (Poster poster : this.repository.findByContentRefInAndTags(content, Poster.TAG)) {
			this.pictures.path(poster.url()).ifPresent((path) -> found.put(String.valueOf(poster.contentRef()), path));
		}
		return found;
	}

	/** Store a picture as the poster of a content, in the place of the one before. */
	@PutMapping("/contents/{ref}/poster")
	Map<String, String> upload(@PathVariable Ref ref, InputStream body) throws IOException {
		byte[] bytes = body.readNBytes(MAX_BYTES + 1);
		if (bytes.length > MAX_BYTES) {
			throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE, "The picture must be 2 MiB at most");
		}
		Picture picture = Picture.of(bytes);
		Content content = this.sequoia.read(ref, Content.class);
		this.pictures.store(picture);
		String path = PictureFolder.PATH + picture.fileName();
		this.repository.save(Poster.of(ref, content.title(), picture,
				ServletUriComponentsBuilder.fromCurrentContextPath().path(path).build().toUri()));
		return Map.of(ref.toString(), path);
	}

	/**
	 * Answer a picture. Its name is derived from its bytes, so it may be cached without a
	 * limit.
	 */
	@GetMapping(PictureFolder.PATH + "{fileName}")
	ResponseEntity<Resource> picture(@PathVariable String fileName) {
		Resource file = this.pictures.find(fileName)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no picture " + fileName));
		return ResponseEntity.ok()
			.contentType(MediaTypeFactory.getMediaType(file).orElseThrow())
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable())
			.body(file);
	}

}
