package io.sequoia.sandbox;

/**
 * The kind of a request, by which the request log counts and the fault script selects.
 */
public enum Operation {

	/** The list of services, or one of them. */
	REGISTRY,

	/** A token, by any grant. */
	TOKEN,

	/** Any other call to the identity service: revoke, access, tenants, passwords. */
	IDENTITY,

	/** The descriptor of a service. */
	DESCRIPTOR,

	/** Read resources by their refs. */
	READ,

	/** Browse resources by criteria: each page and each linked page. */
	BROWSE,

	/** Create or replace resources (POST). */
	STORE,

	/** Update one resource under its ref (PUT). */
	UPDATE,

	/** Delete resources by their refs. */
	DELETE,

	/** A business endpoint, or an unknown path. */
	OTHER

}
