create table rejected_resource (
	job_instance_id bigint not null,
	collection varchar(100) not null,
	ref varchar(1100) not null,
	reason varchar(2000) not null,
	primary key (job_instance_id, collection, ref)
);
