package io.sequoia.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.Browse;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.query.Criteria;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ReaderNotOpenException;
import org.springframework.batch.infrastructure.item.support.AbstractItemStreamItemReader;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Reads the resources that match criteria, page by page (docs/protocol.md, section 7).
 * The next page is fetched while the current one is processed. In a partition of a
 * {@link SequoiaPartitioner} it reads the resources of that partition.
 * <p>
 * <strong>Restart.</strong> With each chunk the step saves the link of the current page
 * and the refs that were read from it. A restarted step continues with that page, skips
 * those resources, and fetches no earlier page; so does a read that is repeated after a
 * failure. Resources without a ref are identified by their place on the page.
 * <p>
 * Reading throws the exceptions of package {@code io.sequoia}, after the client's own
 * retries. Not thread-safe, like most readers: each step execution has its own, by
 * {@code @StepScope}. Opening a reader that is open is an {@link IllegalStateException}.
 * Readers of one step need different names ({@link #setName}).
 *
 * @param <T> the type of the resources
 */
public class SequoiaItemReader<T> extends AbstractItemStreamItemReader<T> {

	private static final String POSITION = "position";

	private static final String READ = "read";

	private final ResourceOperations<T> resources;

	private final Function<T, @Nullable Ref> ref;

	private final Criteria criteria;

	private boolean saveState = true;

	private @Nullable Browse<T> browse;

	private @Nullable Stream<ResourcePage<T>> pages;

	private Iterator<ResourcePage<T>> furtherPages = Collections.emptyIterator();

	/** The link of the current page, or {@code null} for the first one. */
	private @Nullable String position;

	/** The resources of the current page that have been read. */
	private final Set<String> read = new LinkedHashSet<>();

	/** The resources of the current page that have not been read yet. */
	private Iterator<Item<T>> items = Collections.emptyIterator();

	private @Nullable String next;

	private boolean ended;

	private final AtomicInteger opened = new AtomicInteger();

	/**
	 * Create a reader of an annotated type.
	 * @param sequoia the operations, for example the template
	 * @param type a type annotated with {@code @SequoiaResource}
	 * @param criteria the selection of the resources, their order and the page size
	 * @throws IllegalArgumentException if the type is not annotated
	 */
	public SequoiaItemReader(SequoiaOperations sequoia, Class<T> type, Criteria criteria) {
		this(sequoia.resources(type), ResourceType.of(type, new SequoiaMappingContext()).ref(), criteria);
	}

	/**
	 * Create a reader of any collection, for example one without a type.
	 * @param resources the operations on the collection
	 * @param ref finds the reference of a resource; returns {@code null} if it has none
	 * @param criteria the selection of the resources, their order and the page size
	 */
	public SequoiaItemReader(ResourceOperations<T> resources, Function<T, @Nullable Ref> ref, Criteria criteria) {
		this.resources = resources;
		this.ref = ref;
		this.criteria = criteria;
	}

	/**
	 * Set whether the reader's position is saved in the step's execution context. Without
	 * it a restarted step reads from the beginning.
	 * @param saveState {@code true} to save it, which is the default
	 */
	public void setSaveState(boolean saveState) {
		this.saveState = saveState;
	}

	@Override
	public void open(ExecutionContext executionContext) {
		// counted, as a step closes a reader that it could not open
		Assert.state(this.opened.getAndIncrement() == 0,
				() -> "The reader '" + getName() + "' is open already: it has one position, so each step execution"
						+ " needs a reader of its own, by @StepScope, also in partitions and in jobs at the same time");
		this.browse = this.resources.browse(SequoiaPartitioner.narrow(this.criteria, executionContext));
		this.items = Collections.emptyIterator();
		this.ended = false;
		this.position = null;
		this.read.clear();
		if (this.saveState) {
			this.position = executionContext.get(key(POSITION), String.class);
			this.read.addAll(StringUtils.commaDelimitedListToSet(executionContext.get(key(READ), String.class)));
		}
	}

	@Override
	public @Nullable T read() {
		while (!this.items.hasNext() && !this.ended) {
			fetchPage();
			turnPageAtItsEnd();
		}
		if (!this.items.hasNext()) {
			return null;
		}
		Item<T> item = this.items.next();
		this.read.add(item.id());
		turnPageAtItsEnd();
		return item.resource();
	}

	@Override
	public void update(ExecutionContext executionContext) {
		if (this.saveState) {
			executionContext.put(key(POSITION), this.position);
			executionContext.put(key(READ), StringUtils.collectionToCommaDelimitedString(this.read));
		}
	}

	@Override
	public void close() {
		if (this.opened.updateAndGet((count) -> Math.max(0, count - 1)) == 0) {
			closePages();
		}
	}

	private void closePages() {
		if (this.pages != null) {
			this.pages.close();
			this.pages = null;
		}
	}

	private void fetchPage() {
		try {
			if (this.pages == null) {
				this.pages = browse().pages();
				this.furtherPages = this.pages.iterator();
			}
			ResourcePage<T> page = this.furtherPages.next();
			this.next = page.next().orElse(null);
			this.items = unread(page).iterator();
		}
		catch (RuntimeException ex) {
			// the next read continues at the same page
			closePages();
			throw ex;
		}
	}

	private Browse<T> browse() {
		if (this.browse == null) {
			throw new ReaderNotOpenException("The reader '" + getName()
					+ "' is not open: give it to the step as its reader, or register it as a stream of the step");
		}
		return (this.position != null) ? this.browse.from(this.position) : this.browse;
	}

	private List<Item<T>> unread(ResourcePage<T> page) {
		List<Item<T>> unread = new ArrayList<>();
		int place = 0;
		for (T resource : page.resources()) {
			Ref ref = this.ref.apply(resource);
			String id = (ref != null) ? ref.toString() : "#" + place;
			if (!this.read.contains(id)) {
				unread.add(new Item<>(id, resource));
			}
			place++;
		}
		return unread;
	}

	private void turnPageAtItsEnd() {
		if (this.items.hasNext()) {
			return;
		}
		if (this.next == null) {
			this.ended = true;
			return;
		}
		this.position = this.next;
		this.read.clear();
	}

	private String key(String name) {
		return getExecutionContextKey(name);
	}

	private record Item<T>(String id, T resource) {
	}

}
