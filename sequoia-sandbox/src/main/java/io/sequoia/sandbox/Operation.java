package io.sequoia.sandbox;

/**
 * What a request asks of the platform: the kind that the request log counts by and that
 * the fault script aims at.
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

	/** Resources by their refs. */
	READ,

	/** Resources by criteria, each page and each linked page. */
	BROWSE,

	/** Resources posted to be created or replaced. */
	STORE,

	/** One resource put under its ref. */
	UPDATE,

	/** Resources deleted by their refs. */
	DELETE,

	/** A business endpoint, or anything that the sandbox does not know. */
	OTHER

}
