/**
 * Tests of the sources and of the documentation: packages, language of comments, public
 * types, links of pages.
 */
package io.sequoia.project;
