package io.sequoia.core;

/**
 * The treatment of fields that the server holds for a resource and that the application's
 * type does not have. An update replaces the whole resource, so it would delete them.
 */
public enum UnknownFields {

	/**
	 * The fields are kept if the client has read the resource for the update, as in
	 * {@code update(ref, type, change)}. Otherwise they are deleted, with one warning per
	 * type that names them.
	 */
	MERGE,

	/**
	 * The fields are deleted, with one warning per type that names them.
	 */
	WARN,

	/**
	 * The resource is not sent: the call fails with an {@code InvalidResourceException}
	 * that names the fields.
	 */
	REFUSE

}
