package io.sequoia.kotlin

import io.sequoia.Ref
import io.sequoia.core.ReactiveBrowse
import io.sequoia.core.ReactiveResourceOperations
import io.sequoia.core.ReactiveSequoiaOperations
import io.sequoia.core.query.Criteria
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull

/** Return the operations on the resources of a type. */
public inline fun <reified T : Any> ReactiveSequoiaOperations.resources(): ReactiveResourceOperations<T> =
	resources(T::class.java)

/** Read a resource, with what the criteria include. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitRead(ref: Ref,
	criteria: Criteria = Criteria.all()): T = read(ref, criteria, T::class.java).awaitSingle()

/** Find a resource; `null` if there is none. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitFind(ref: Ref,
	criteria: Criteria = Criteria.all()): T? = find(ref, criteria, T::class.java).awaitSingleOrNull()

/** Read resources in the order of the refs, without those that do not exist. */
public inline fun <reified T : Any> ReactiveSequoiaOperations.readAllAsFlow(refs: Collection<Ref>,
	criteria: Criteria = Criteria.all()): Flow<T> = readAll(refs, criteria, T::class.java).asFlow()

/** Browse the resources that match. */
public inline fun <reified T : Any> ReactiveSequoiaOperations.browse(
	criteria: Criteria = Criteria.all()): ReactiveBrowse<T> = browse(criteria, T::class.java)

/** Browse the resources that match. */
public inline fun <reified T : Any> ReactiveSequoiaOperations.browse(
	noinline build: CriteriaBuilder.() -> Unit): ReactiveBrowse<T> = browse(criteria(build), T::class.java)

/** Return the resources of all pages; pages are fetched as far as they are collected. */
public fun <T : Any> ReactiveBrowse<T>.asFlow(): Flow<T> = flux().asFlow()

/** Count the resources that match. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitCount(
	criteria: Criteria = Criteria.all()): Long = count(criteria, T::class.java).awaitSingle()

/** Store a resource. */
public suspend fun <T : Any> ReactiveSequoiaOperations.awaitStore(resource: T): T = store(resource).awaitSingle()

/** Update a resource, if it still has the version that it was read with. */
public suspend fun <T : Any> ReactiveSequoiaOperations.awaitUpdate(resource: T): T = update(resource).awaitSingle()

/** Read a resource, change it and update it, again if another change comes between. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitUpdate(ref: Ref,
	noinline change: (T) -> T): T = update(ref, T::class.java, change).awaitSingle()

/** Delete a resource; `false` if there was none. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitDelete(ref: Ref): Boolean =
	delete(ref, T::class.java).awaitSingle()

/** Delete resources. */
public suspend inline fun <reified T : Any> ReactiveSequoiaOperations.awaitDeleteAll(refs: Collection<Ref>) {
	deleteAll(refs, T::class.java).awaitSingleOrNull()
}
