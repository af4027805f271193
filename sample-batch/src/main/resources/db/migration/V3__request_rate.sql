-- one row: the time from which on the next request may be sent, by the clock of the database
create table request_rate (
	id integer not null primary key,
	next_at timestamp with time zone not null
);

insert into request_rate (id, next_at) values (1, current_timestamp);
