package io.sequoia.sandbox;

/**
 * x.
 */
public final class SequoiaSandboxMain {

	private SequoiaSandboxMain() {
	}

	/**
	 * x.
	 * @param args y
	 */
	public static void main(String[] args) {
		System.out.println("x");
	}

}
