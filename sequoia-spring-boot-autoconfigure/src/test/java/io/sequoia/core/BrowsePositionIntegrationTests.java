package io.sequoia.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.DiscoveryException;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

import org.springframework.dao.IncorrectResultSizeDataAccessException;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The position of a browse, and its continuation after a failure.
 */
class BrowsePositionIntegrationTests {

	private static final Criteria BY_TENS = where(field("type").equalTo("movie")).orderBy("name").asc().perPage(10);

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.retry.enabled=false");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template();

	private final ReactiveSequoiaOperations reactive = this.application.reactive();

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, 45, "c%02d", "t");
	}

	@Test
	void goesOnWhereAStreamFailedWithoutLossOrRepetition() {
		failOnPage(3);
		Browse<Content> browse = this.template.browse(BY_TENS, Content.class);
		List<String> names = new ArrayList<>();
		ServiceUnavailableException failure = catchThrowableOfType(ServiceUnavailableException.class, () -> {
			try (Stream<Content> contents = browse.stream()) {
				contents.forEach((content) -> names.add(content.name()));
			}
		});
		assertThat(names).hasSize(20);
		try (Stream<Content> rest = browse.from(failure.position()).stream()) {
			rest.forEach((content) -> names.add(content.name()));
		}
		assertThat(names).containsExactlyElementsOf(expected());
	}

	@Test
	void givesASlowConsumerAllOfThePagesBeforeTheFailedOne() {
		failOnPage(3);
		ReactiveBrowse<Content> browse = this.reactive.browse(BY_TENS, Content.class);
		List<String> names = new ArrayList<>();
		StepVerifier.Step<Content> consumer = StepVerifier.create(browse.flux(), 1);
		for (int i = 0; i < 20; i++) {
			consumer = consumer.assertNext((content) -> names.add(content.name())).thenRequest(1);
		}
		AtomicReference<Throwable> failure = new AtomicReference<>();
		consumer.consumeErrorWith(failure::set).verify();
		names.addAll(browse.from(((SequoiaFailure) failure.get()).position())
			.flux()
			.map(Content::name)
			.collectList()
			.block());
		assertThat(names).containsExactlyElementsOf(expected());
	}

	@Test
	void deliversWhatWasFetchedBeforeTheFailureIsTold() {
		failOnPage(2);
		List<String> names = new CopyOnWriteArrayList<>();
		BaseSubscriber<Content> subscriber = new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(1);
			}

			@Override
			protected void hookOnNext(Content content) {
				names.add(content.name());
			}

			@Override
			protected void hookOnError(Throwable error) {
				names.add("failure");
			}
		};
		this.reactive.browse(BY_TENS, Content.class).flux().subscribe(subscriber);
		eventually(() -> this.sandbox.requests().count(Operation.BROWSE) == 2);
		subscriber.request(Long.MAX_VALUE);
		eventually(() -> names.contains("failure"));
		assertThat(names).hasSize(11).endsWith("failure");
	}

	@Test
	void knowsNoPositionWhenTheFirstPageFails() {
		failOnPage(1);
		Browse<Content> browse = this.template.browse(BY_TENS, Content.class);
		ServiceUnavailableException failure = catchThrowableOfType(ServiceUnavailableException.class, browse::list);
		assertThat(failure.position()).isNull();
	}

	@Test
	void goesOnAtAPositionThatWasKept() {
		ResourcePage<Content> page = this.template.browse(BY_TENS, Content.class).page();
		String position = page.next().orElseThrow();
		Browse<Content> rest = this.template.browse(BY_TENS, Content.class).from(position);
		assertThat(rest.list()).extracting(Content::name).containsExactlyElementsOf(expected().subList(10, 45));
		assertThat(rest.page().resources()).extracting(Content::name)
			.containsExactlyElementsOf(expected().subList(10, 20));
		assertThat(this.reactive.browse(BY_TENS, Content.class).from(position).first().map(Content::name).block())
			.isEqualTo("c10");
	}

	@Test
	void refusesAPositionThatIsNotTheServices() {
		Browse<Content> browse = this.template.browse(BY_TENS, Content.class);
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> browse.from("https://evil.example.com/data/contents?continue=x").list())
			.withMessageContaining("not followed");
		assertThatIllegalArgumentException().isThrownBy(() -> browse.from(" "));
	}

	@Test
	void refusesAPositionOfAnotherBrowseBeforeAnyRequest() {
		String position = this.template.browse(BY_TENS, Content.class).page().next().orElseThrow();
		this.sandbox.requests().clear();
		List<Criteria> others = List.of(Criteria.all(), BY_TENS.fields("ref", "name"), BY_TENS.count(),
				where(field("type").equalTo("clip")).orderBy("name").asc(),
				where(field("type").equalTo("movie")).orderBy("name").desc());
		for (Criteria other : others) {
			assertThatExceptionOfType(InvalidCriteriaException.class).as(other.toString())
				.isThrownBy(() -> this.template.browse(other, Content.class).from(position))
				.withMessageContaining("metadata/contents of the owner 'testmock'")
				.withMessageContaining("with other criteria, " + other);
		}
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.template.service("metadata").resources("shows").browse(BY_TENS).from(position))
			.withMessageContaining("belongs to a browse of metadata/contents of the owner 'testmock'")
			.withMessageContaining("used for a browse of metadata/shows of the owner 'testmock'");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.template.service("media").resources("contents").browse(BY_TENS).from(position))
			.withMessageContaining("used for a browse of media/contents");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> ofOwner("elsewhere").browse(BY_TENS, Content.class).from(position))
			.withMessageContaining("of the owner 'testmock'")
			.withMessageContaining("used for a browse of metadata/contents of the owner 'elsewhere'");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.reactive.browse(Criteria.all(), Content.class).from(position));
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void refusesThePositionOfAFailureElsewhere() {
		failOnPage(3);
		Browse<Content> browse = this.template.browse(BY_TENS, Content.class);
		String position = catchThrowableOfType(ServiceUnavailableException.class, browse::list).position();
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.template.browse(Criteria.all(), Content.class).from(position));
		assertThat(browse.from(position).list()).extracting(Content::name)
			.containsExactlyElementsOf(expected().subList(20, 45));
	}

	@Test
	void takesEqualCriteriaWithPagesOfAnotherSize() {
		String position = this.template.browse(BY_TENS, Content.class).page().next().orElseThrow();
		Criteria equal = where(field("type").equalTo("movie")).perPage(7).orderBy("name").asc();
		assertThat(this.template.browse(equal, Content.class).from(position).list()).hasSize(35);
		Criteria two = where(field("type").equalTo("movie")).orderBy("name").asc();
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.template.browse(two, Content.class).from(position).single());
	}

	@Test
	void looksAtPathAndOwnerOfALinkAlone() {
		String position = this.template.browse(BY_TENS, Content.class).page().next().orElseThrow();
		String link = position.substring(0, position.indexOf('#'));
		assertThat(this.template.browse(BY_TENS, Content.class).from(link).list()).extracting(Content::name)
			.containsExactlyElementsOf(expected().subList(10, 45));
		this.sandbox.requests().clear();
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(
					() -> this.template.service("metadata").resources("categories").browse(BY_TENS).from(link).list())
			.withMessageContaining("leads to '/data/contents'")
			.withMessageContaining("used for a browse of '/data/categories', metadata/categories");
		for (String other : List.of(link.replace("owner=testmock", "owner=elsewhere"), link + "&owner=elsewhere")) {
			assertThatExceptionOfType(InvalidCriteriaException.class)
				.isThrownBy(() -> this.template.browse(BY_TENS, Content.class).from(other).list())
				.withMessageContaining("elsewhere', but is used for")
				.withMessageContaining("of the owner 'testmock'");
		}
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).isEmpty();
	}

	private SequoiaOperations ofOwner(String owner) {
		return this.template.with(RequestOptions.builder().owner(owner).build());
	}

	private void failOnPage(int number) {
		for (int i = 1; i < number; i++) {
			this.sandbox.faults().next(Operation.BROWSE, Fault.none());
		}
		this.sandbox.faults().next(Operation.BROWSE, Fault.status(503));
	}

	private static List<String> expected() {
		return IntStream.range(0, 45).mapToObj((i) -> String.format("c%02d", i)).toList();
	}

}
