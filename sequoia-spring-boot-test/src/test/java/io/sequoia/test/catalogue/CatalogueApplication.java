package io.sequoia.test.catalogue;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with one component of each kind.
 */
@SpringBootApplication
class CatalogueApplication {

}
