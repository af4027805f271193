package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.sequoia.call.UserCode;

import org.springframework.util.Assert;

/**
 * Splits elements that do not fit into one request.
 */
final class Chunks {

	/**
	 * The largest length of refs in a URL. It leaves space for host, path and query in
	 * the 8 KiB that servers accept.
	 */
	static final int MAX_REFS_LENGTH = 7 * 1024;

	private Chunks() {
	}

	/**
	 * Copy a collection that was given to an operation.
	 * @param elements the collection
	 * @param what the name of its elements, for the message
	 * @param <E> the type of the elements
	 * @return the elements
	 * @throws IllegalArgumentException if the collection or an element is {@code null}
	 */
	static <E> List<E> checked(Collection<? extends E> elements, String what) {
		Assert.notNull(elements, () -> "The " + what + "s must not be null");
		List<E> checked = new ArrayList<>(elements.size());
		for (E element : elements) {
			Assert.notNull(element, () -> "The " + what + " at index " + checked.size() + " must not be null");
			checked.add(element);
		}
		return checked;
	}

	/**
	 * Check the elements of a stream as they are read.
	 * @param elements the elements
	 * @param what the name of an element, for messages
	 * @param <E> the type of the elements
	 * @return the elements; reading a {@code null} throws an
	 * {@link IllegalArgumentException} with its index
	 * @throws IllegalArgumentException if the stream is {@code null}
	 */
	static <E> Stream<E> checked(Stream<? extends E> elements, String what) {
		Assert.notNull(elements, () -> "The " + what + "s must not be null");
		Iterator<? extends E> source = elements.iterator();
		Iterator<E> checked = new Iterator<>() {

			private long index;

			@Override
			public boolean hasNext() {
				return UserCode.call(source::hasNext);
			}

			@Override
			public E next() {
				E element = UserCode.call(source::next);
				Assert.notNull(element, () -> "The " + what + " at index " + this.index + " must not be null");
				this.index++;
				return element;
			}

		};
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(checked, Spliterator.ORDERED), false)
			.onClose(elements::close);
	}

	/**
	 * Split elements.
	 * @param elements the elements
	 * @param maxSize the largest number of elements in a chunk
	 * @param maxLength the largest length of all elements of a chunk
	 * @param length the length of an element
	 * @param <E> the type of the elements
	 * @return the chunks, in order
	 */
	static <E> List<List<E>> of(List<E> elements, int maxSize, int maxLength, ToIntFunction<E> length) {
		List<List<E>> chunks = new ArrayList<>();
		List<E> chunk = new ArrayList<>();
		int size = 0;
		for (E element : elements) {
			int added = length.applyAsInt(element);
			if (!chunk.isEmpty() && (chunk.size() >= maxSize || size + added > maxLength)) {
				chunks.add(chunk);
				chunk = new ArrayList<>();
				size = 0;
			}
			chunk.add(element);
			size += added;
		}
		if (!chunk.isEmpty()) {
			chunks.add(chunk);
		}
		return chunks;
	}

}
