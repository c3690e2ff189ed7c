truncate staging;
insert into staging select * from orders;
