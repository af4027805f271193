package io.sequoia.sample;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list of contents.
 *
 * @param page its number, from 1
 * @param totalCount the number of all matching contents, if the platform returned it
 * @param next the address of the next page, or {@code null} for the last one
 * @param contents the contents of this page
 */
record ContentPage(int page, @Nullable Long totalCount, @Nullable URI next, List<Content> contents) {
}
