package io.sequoia.kotlin

import io.sequoia.core.query.Criteria
import io.sequoia.core.query.Criterion
import io.sequoia.core.query.Field
import io.sequoia.core.query.Inclusion
import kotlin.reflect.KProperty1
import kotlin.time.Duration
import kotlin.time.ExperimentalTime
import kotlin.time.Instant
import kotlin.time.toJavaDuration
import kotlin.time.toJavaInstant

/**
 * Build criteria:
 * ```
 * criteria {
 *     Film::type equalTo "movie"
 *     field("createdAt") greaterThan lastWeek
 *     include("assets")
 *     orderByDescending("createdAt")
 * }
 * ```
 * All conditions must hold. An operand that cannot be used is an
 * [io.sequoia.InvalidCriteriaException] at once.
 */
public fun criteria(build: CriteriaBuilder.() -> Unit): Criteria = CriteriaBuilder().apply(build).criteria

/** Marks the scope of [CriteriaBuilder]. */
@DslMarker
@Target(AnnotationTarget.CLASS)
public annotation class CriteriaDsl

/** Builds criteria. A property stands for the field of the same name. Not thread-safe. */
@CriteriaDsl
public class CriteriaBuilder internal constructor() {

	internal var criteria: Criteria = Criteria.all()
		private set

	/** Name a field, for conditions on it. */
	public fun field(name: String): ConditionField = ConditionField(Field.field(name))

	/** Require that a field has a value. */
	public fun exists(field: KProperty1<*, *>): Unit = add(Field.field(field.name).exists())

	/** Require that a field has no value. */
	public fun notExists(field: KProperty1<*, *>): Unit = add(Field.field(field.name).notExists())

	public infix fun KProperty1<*, *>.equalTo(value: Any): Unit = field(name) equalTo value

	public infix fun KProperty1<*, *>.notEqualTo(value: Any): Unit = field(name) notEqualTo value

	public infix fun KProperty1<*, *>.oneOrMoreOf(values: Collection<Any>): Unit = field(name) oneOrMoreOf values

	public infix fun KProperty1<*, *>.allOf(values: Collection<Any>): Unit = field(name) allOf values

	public infix fun KProperty1<*, *>.startsWith(value: Any): Unit = field(name) startsWith value

	public infix fun KProperty1<*, *>.endsWith(value: Any): Unit = field(name) endsWith value

	public infix fun KProperty1<*, *>.between(bounds: Pair<Any, Any>): Unit = field(name) between bounds

	public infix fun KProperty1<*, *>.notBetween(bounds: Pair<Any, Any>): Unit = field(name) notBetween bounds

	public infix fun KProperty1<*, *>.lessThan(value: Any): Unit = field(name) lessThan value

	public infix fun KProperty1<*, *>.lessThanOrEqualTo(value: Any): Unit = field(name) lessThanOrEqualTo value

	public infix fun KProperty1<*, *>.greaterThan(value: Any): Unit = field(name) greaterThan value

	public infix fun KProperty1<*, *>.greaterThanOrEqualTo(value: Any): Unit = field(name) greaterThanOrEqualTo value

	/** Search the texts of the resources. */
	public fun textSearch(text: String): Unit = add(Field.textSearch(text))

	/** Add any other condition. */
	public fun and(condition: Criterion): Unit = add(condition)

	/** Include related resources. */
	public fun include(vararg relationships: String): Unit =
		include(*relationships.map { Inclusion.resource(it) }.toTypedArray())

	/** Include related resources, with their fields and order. */
	public fun include(vararg inclusions: Inclusion): Unit = change { include(*inclusions) }

	/** Request certain fields only. */
	public fun fields(vararg names: String): Unit = change { fields(*names) }

	/** Sort by a field, behind those before it. */
	public fun orderBy(field: String): Unit = change { orderBy(field) }

	/** Sort by a field in descending order, behind those before it. */
	public fun orderByDescending(field: String): Unit = change { orderBy(field).desc() }

	/** Set the number of resources on a page. */
	public fun perPage(resources: Int): Unit = change { perPage(resources) }

	/** Set the language of texts. */
	public fun lang(language: String): Unit = change { lang(language) }

	/** Make any other change of the criteria. */
	public fun change(change: Criteria.() -> Criteria) {
		criteria = criteria.change()
	}

	private fun add(condition: Criterion) = change { and(condition) }

	/** A field, for conditions on it. */
	public inner class ConditionField internal constructor(private val field: Field) {

		public infix fun equalTo(value: Any): Unit = add(field.equalTo(operand(value)))

		public infix fun notEqualTo(value: Any): Unit = add(field.notEqualTo(operand(value)))

		public infix fun oneOrMoreOf(values: Collection<Any>): Unit = add(field.oneOrMoreOf(values.map(::operand)))

		public infix fun allOf(values: Collection<Any>): Unit = add(field.allOf(values.map(::operand)))

		public infix fun startsWith(value: Any): Unit = add(field.startsWith(operand(value)))

		public infix fun endsWith(value: Any): Unit = add(field.endsWith(operand(value)))

		public infix fun between(bounds: Pair<Any, Any>): Unit =
			add(field.between(operand(bounds.first), operand(bounds.second)))

		public infix fun notBetween(bounds: Pair<Any, Any>): Unit =
			add(field.notBetween(operand(bounds.first), operand(bounds.second)))

		public infix fun lessThan(value: Any): Unit = add(field.lessThan(operand(value)))

		public infix fun lessThanOrEqualTo(value: Any): Unit = add(field.lessThanOrEqualTo(operand(value)))

		public infix fun greaterThan(value: Any): Unit = add(field.greaterThan(operand(value)))

		public infix fun greaterThanOrEqualTo(value: Any): Unit = add(field.greaterThanOrEqualTo(operand(value)))

		public fun exists(): Unit = add(field.exists())

		public fun notExists(): Unit = add(field.notExists())

	}

	private companion object {

		/** Take what a value class holds, as JSON does. Numbers and times of Kotlin hold bits of their own. */
		@OptIn(ExperimentalTime::class) // Instant, before Kotlin 2.3
		fun operand(value: Any): Any = when (value) {
			is UByte, is UShort, is UInt, is ULong -> value.toString()
			is Duration -> value.toJavaDuration()
			is Instant -> value.toJavaInstant()
			else -> held(value)
		}

		private fun held(value: Any): Any =
			if (value.javaClass.isAnnotationPresent(JvmInline::class.java)) {
				// a class that is private in Kotlin cannot be called from here otherwise
				operand(value.javaClass.getMethod("unbox-impl").apply { isAccessible = true }.invoke(value))
			}
			else {
				value
			}

	}

}
