package io.sequoia.repository.boot;

import io.sequoia.core.SequoiaOperations;
import io.sequoia.repository.support.SequoiaEntityInformation;
import io.sequoia.repository.support.SimpleSequoiaRepository;

import org.springframework.data.mapping.callback.EntityCallbacks;

class ApplicationRepositoryBase<T> extends SimpleSequoiaRepository<T> implements ApplicationRepository<T> {

	ApplicationRepositoryBase(SequoiaEntityInformation<T> information, SequoiaOperations operations,
			EntityCallbacks callbacks) {
		super(information, operations, callbacks);
	}

	@Override
	public long twice() {
		return 2 * count();
	}

}
