package io.sequoia.core;

/**
 * The treatment of fields that the server holds for a resource and the type of the
 * application cannot. An update replaces the whole resource, so it would delete them.
 */
public enum UnknownFields {

	/**
	 * They stay as they are wherever the client has read the resource for the update, as
	 * in {@code update(ref, type, change)}. Elsewhere they are deleted, with a warning
	 * that names them, once for each type.
	 */
	MERGE,

	/**
	 * They are deleted, with a warning that names them, once for each type.
	 */
	WARN,

	/**
	 * A resource of such a type is not sent: the call fails with an
	 * {@code InvalidResourceException} that names them.
	 */
	REFUSE

}
