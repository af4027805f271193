package tv.acme;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;

@SequoiaResource(service = "metadata", name = "contents")
public record Film(Ref ref, String name, String type, String title) {
}
