package io.sequoia.autoconfigure;

import io.sequoia.core.SequoiaEngine;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.transfer.BlockingSequoiaTransfer;
import io.sequoia.transfer.DefaultReactiveSequoiaTransfer;
import io.sequoia.transfer.ReactiveSequoiaTransfer;
import io.sequoia.transfer.SequoiaTransfer;
import io.sequoia.transfer.TransferMetrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The transfers of files from and to storages.
 */
@Configuration(proxyBeanMethods = false)
class SequoiaTransferConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveSequoiaTransfer.class)
	DefaultReactiveSequoiaTransfer reactiveSequoiaTransfer(SequoiaWebClients clients, SequoiaEngine engine,
			RetryExecutor retry, SettingsMapper settings, ObjectProvider<TransferMetrics> metrics) {
		return transfer(clients, engine, retry, settings, metrics.getIfAvailable(() -> TransferMetrics.NONE));
	}

	static DefaultReactiveSequoiaTransfer transfer(SequoiaWebClients clients, SequoiaEngine engine, RetryExecutor retry,
			SettingsMapper settings, TransferMetrics metrics) {
		return new DefaultReactiveSequoiaTransfer(clients.storage(settings.storageRules()), engine, retry,
				settings.transfer(), metrics);
	}

	@Bean
	@ConditionalOnMissingBean(SequoiaTransfer.class)
	BlockingSequoiaTransfer sequoiaTransfer(ReactiveSequoiaTransfer transfer) {
		return new BlockingSequoiaTransfer(transfer);
	}

}
