package tv.acme

import io.sequoia.Ref
import io.sequoia.core.mapping.SequoiaResource
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

@SpringBootApplication
class CatalogueApplication

fun main(args: Array<String>) {
	runApplication<CatalogueApplication>(*args)
}

@SequoiaResource(service = "metadata", name = "contents")
data class Film(val ref: Ref?, val name: String, val type: String, val title: String)
