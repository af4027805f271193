package io.sequoia.autoconfigure;

import io.sequoia.transfer.TransferSettings;

import org.springframework.util.unit.DataSize;

/**
 * The rules on transfers of files.
 */
final class TransferRules {

	private final Violations violations;

	TransferRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Transfer transfer) {
		if (!TransferSettings.isBlockSize(transfer.getBlockSize())) {
			this.violations.add("sequoia.transfer.block-size", transfer.getBlockSize(), "must be from 64KB to 256MB",
					"Write a size with its unit, such as '8MB'");
		}
		this.violations.checkRange("sequoia.transfer.concurrency", transfer.getConcurrency(), 1, 64);
		DataSize rate = transfer.getMinimumRate();
		if (rate.toBytes() < 1 || rate.toBytes() > DataSize.ofMegabytes(1).toBytes()) {
			this.violations.add("sequoia.transfer.minimum-rate", rate, "must be from 1B to 1MB, each second",
					"Write a size with its unit, such as '16KB'");
		}
		this.violations.checkDuration("sequoia.transfer.renewal-interval", transfer.getRenewalInterval());
		new RegistryRules(this.violations).checkHosts("sequoia.transfer.allowed-hosts", transfer.getAllowedHosts());
	}

}
