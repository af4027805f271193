package io.sequoia.repository.boot;

import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.repository.Film;

class ShelfImpl implements Shelf {

	private final SequoiaOperations sequoia;

	ShelfImpl(SequoiaOperations sequoia) {
		this.sequoia = sequoia;
	}

	@Override
	public String label() {
		return this.sequoia.count(Criteria.all(), Film.class) + " films";
	}

}
