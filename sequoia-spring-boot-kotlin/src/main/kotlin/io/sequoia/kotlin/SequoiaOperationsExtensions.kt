package io.sequoia.kotlin

import io.sequoia.Ref
import io.sequoia.core.Browse
import io.sequoia.core.ResourceOperations
import io.sequoia.core.SequoiaOperations
import io.sequoia.core.query.Criteria

/** Return the operations on the resources of a type. */
public inline fun <reified T : Any> SequoiaOperations.resources(): ResourceOperations<T> = resources(T::class.java)

/** Read a resource, with what the criteria include. */
public inline fun <reified T : Any> SequoiaOperations.read(ref: Ref, criteria: Criteria = Criteria.all()): T =
	read(ref, criteria, T::class.java)

/** Find a resource; `null` if there is none. */
public inline fun <reified T : Any> SequoiaOperations.find(ref: Ref, criteria: Criteria = Criteria.all()): T? =
	find(ref, criteria, T::class.java).orElse(null)

/** Read resources in the order of the refs, without those that do not exist. */
public inline fun <reified T : Any> SequoiaOperations.readAll(refs: Collection<Ref>,
	criteria: Criteria = Criteria.all()): List<T> = readAll(refs, criteria, T::class.java)

/** Browse the resources that match. */
public inline fun <reified T : Any> SequoiaOperations.browse(criteria: Criteria = Criteria.all()): Browse<T> =
	browse(criteria, T::class.java)

/** Browse the resources that match. */
public inline fun <reified T : Any> SequoiaOperations.browse(noinline build: CriteriaBuilder.() -> Unit): Browse<T> =
	browse(criteria(build), T::class.java)

/** Count the resources that match. */
public inline fun <reified T : Any> SequoiaOperations.count(criteria: Criteria = Criteria.all()): Long =
	count(criteria, T::class.java)

/** Count the resources that match. */
public inline fun <reified T : Any> SequoiaOperations.count(noinline build: CriteriaBuilder.() -> Unit): Long =
	count(criteria(build), T::class.java)

/** Read a resource, change it and update it, again if another change comes between. */
public inline fun <reified T : Any> SequoiaOperations.update(ref: Ref, noinline change: (T) -> T): T =
	update(ref, T::class.java, change)

/** Delete a resource; `false` if there was none. */
public inline fun <reified T : Any> SequoiaOperations.delete(ref: Ref): Boolean = delete(ref, T::class.java)

/** Delete resources. */
public inline fun <reified T : Any> SequoiaOperations.deleteAll(refs: Collection<Ref>): Unit =
	deleteAll(refs, T::class.java)
