package io.sequoia.core.observation;

import java.util.Map;

import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TagGuardTests {

	private final SequoiaMappingContext types = new SequoiaMappingContext();

	private final TagGuard names = new TagGuard(this.types);

	@Test
	void nobodyKnowsWhatACallerMadeUp() {
		assertThat(this.names.service("evil")).isEqualTo("unknown");
		assertThat(this.names.resource("evil", "contents")).isEqualTo("unknown");
		assertThat(this.names.resource("evil", null)).isEqualTo("none");
	}

	@Test
	void servicesAreKnownOnceTheyAreFound() {
		this.names.learn("metadata");
		assertThat(this.names.service("metadata")).isEqualTo("metadata");
		assertThat(this.names.resource("metadata", "contents")).isEqualTo("unknown");
	}

	@Test
	void resourcesHaveOneNameWhateverTheyAreAskedForBy() {
		ServiceDescriptor descriptor = new ServiceDescriptor(
				"metadata", null, Map.of("relatedMaterials", new ResourceDescriptor("/data", "relatedMaterial",
						"relatedMaterials", "related-materials", 100, 100, Map.of(), Map.of(), Map.of())),
				Map.of(), true);
		for (String asked : new String[] { "related-materials", "relatedMaterial" }) {
			this.names.learn(descriptor, asked, descriptor.get(asked));
			assertThat(this.names.resource("metadata", asked)).isEqualTo("relatedMaterials");
		}
		assertThat(this.names.resource("metadata", "relatedMaterials")).isEqualTo("relatedMaterials");
		assertThat(this.names.service("metadata")).isEqualTo("metadata");
	}

	@Test
	void conventionsTeachNothingSinceTheyHaveEveryResource() {
		ServiceDescriptor conventions = ServiceDescriptor.conventional("metadata");
		this.names.learn(conventions, "evil", conventions.get("evil"));
		assertThat(this.names.resource("metadata", "evil")).isEqualTo("unknown");
	}

	@Test
	void typesOfTheApplicationNeedNobodyElseToBeKnown() {
		this.types.getRequiredPersistentEntity(RelatedMaterial.class);
		assertThat(this.names.service("metadata")).isEqualTo("metadata");
		assertThat(this.names.resource("metadata", "related-materials")).isEqualTo("relatedMaterials");
		assertThat(this.names.resource("other", "related-materials")).isEqualTo("unknown");
		assertThat(this.names.resource("metadata", "contents")).isEqualTo("unknown");
	}

	@SequoiaResource(service = "metadata", name = "related-materials")
	record RelatedMaterial(String name) {
	}

}
