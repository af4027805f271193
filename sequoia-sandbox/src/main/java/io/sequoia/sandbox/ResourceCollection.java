package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources of one kind and owner, by name, with an index of the refs that they
 * contain. A stored resource is never changed, only replaced. Thread-safe.
 */
final class ResourceCollection {

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final NavigableMap<String, ObjectNode> resources = new TreeMap<>();

	private final Map<String, Map<String, TreeSet<String>>> index = new HashMap<>();

	ResourceCollection(Set<String> indexedPaths) {
		indexedPaths.forEach((path) -> this.index.put(path, new HashMap<>()));
	}

	@Nullable ObjectNode get(String name) {
		return reading(() -> this.resources.get(name));
	}

	List<ObjectNode> get(Collection<String> names) {
		return reading(() -> new TreeSet<>(names).stream()
			.filter(this.resources::containsKey)
			.map(this.resources::get)
			.toList());
	}

	List<ObjectNode> all() {
		return reading(() -> List.copyOf(this.resources.values()));
	}

	int size() {
		return reading(this.resources::size);
	}

	/**
	 * Visit the resources after a name in the order of their names, until the visitor
	 * stops.
	 */
	void scan(@Nullable String after, Predicate<ObjectNode> visitor) {
		reading(() -> {
			Collection<ObjectNode> rest = (after != null) ? this.resources.tailMap(after, false).values()
					: this.resources.values();
			for (ObjectNode resource : rest) {
				if (!visitor.test(resource)) {
					break;
				}
			}
			return true;
		});
	}

	boolean indexes(String path) {
		return this.index.containsKey(path);
	}

	/**
	 * Return the resources with one of the refs at an indexed path, in the order of their
	 * names.
	 */
	List<ObjectNode> holding(String path, Collection<String> refs) {
		return reading(() -> {
			Map<String, TreeSet<String>> byRef = this.index.getOrDefault(path, Map.of());
			TreeSet<String> names = new TreeSet<>();
			refs.forEach((ref) -> names.addAll(byRef.getOrDefault(ref, new TreeSet<>())));
			return names.stream().map(this.resources::get).toList();
		});
	}

	/**
	 * Replace resources, all or none. The function gets the stored resource of each name,
	 * or null, and may refuse by throwing.
	 */
	List<ObjectNode> replace(List<ObjectNode> candidates, Replacement replacement) {
		this.lock.writeLock().lock();
		try {
			Map<String, ObjectNode> replaced = new HashMap<>();
			List<ObjectNode> stored = new ArrayList<>(candidates.size());
			for (ObjectNode candidate : candidates) {
				String name = candidate.path("name").asString();
				ObjectNode current = replaced.containsKey(name) ? replaced.get(name) : this.resources.get(name);
				ObjectNode next = replacement.replace(current, candidate);
				replaced.put(name, next);
				stored.add(next);
			}
			replaced.forEach(this::put);
			return stored;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	int remove(Collection<String> names) {
		this.lock.writeLock().lock();
		try {
			int removed = 0;
			for (String name : names) {
				ObjectNode resource = this.resources.remove(name);
				if (resource != null) {
					unindex(name, resource);
					removed++;
				}
			}
			return removed;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	/** Replace the content by these resources. */
	void restore(List<ObjectNode> content) {
		this.lock.writeLock().lock();
		try {
			this.resources.clear();
			this.index.values().forEach(Map::clear);
			content.forEach((resource) -> put(resource.path("name").asString(), resource));
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	private void put(String name, ObjectNode resource) {
		ObjectNode former = this.resources.put(name, resource);
		if (former != null) {
			unindex(name, former);
		}
		this.index.forEach((path, byRef) -> FieldPath.texts(resource, path)
			.forEach((ref) -> byRef.computeIfAbsent(ref, (key) -> new TreeSet<>()).add(name)));
	}

	private void unindex(String name, ObjectNode resource) {
		this.index.forEach((path, byRef) -> FieldPath.texts(resource, path)
			.forEach((ref) -> byRef.computeIfPresent(ref, (key, names) -> {
				names.remove(name);
				return names.isEmpty() ? null : names;
			})));
	}

	private <T extends @Nullable Object> T reading(Supplier<T> work) {
		this.lock.readLock().lock();
		try {
			return work.get();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Decides which resource replaces a stored one.
	 */
	@FunctionalInterface
	interface Replacement {

		ObjectNode replace(@Nullable ObjectNode current, ObjectNode candidate);

	}

}
