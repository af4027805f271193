package io.sequoia.sample;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list of contents.
 *
 * @param page its number, from 1
 * @param totalCount how many contents match in all, where the platform tells
 * @param next where the next page is, or {@code null} on the last one
 * @param contents the contents of this page
 */
record ContentPage(int page, @Nullable Long totalCount, @Nullable URI next, List<Content> contents) {
}
