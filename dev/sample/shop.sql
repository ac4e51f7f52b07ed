-- The sample source of `make run`: a small shop. Can be run again at any time.

create schema if not exists shop;
create schema if not exists warehouse;
comment on schema shop is 'Customers and what they order';
comment on schema warehouse is 'What is in stock and where';

create table if not exists shop.customer (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text not null,
  country char(2) not null default 'DE',
  is_active boolean not null default true,
  registered_at timestamptz not null default now()
);
comment on table shop.customer is 'People who have an account';
comment on column shop.customer.email is 'Where confirmations are sent';
comment on column shop.customer.country is 'ISO 3166 code of the delivery address';

create table if not exists shop.product (
  sku text primary key,
  title text not null,
  price numeric(10, 2) not null check (price >= 0),
  tags text[] not null default '{}',
  details jsonb
);
comment on table shop.product is 'Everything that can be ordered';
comment on column shop.product.details is 'Size, colour and whatever else one kind of product has';

create table if not exists shop.purchase (
  id uuid not null default gen_random_uuid(),
  customer_id bigint not null references shop.customer (id),
  placed_at timestamptz not null,
  status text not null default 'new' check (status in ('new', 'paid', 'sent', 'returned')),
  primary key (id, placed_at)
) partition by range (placed_at);
comment on table shop.purchase is 'One order; a partition for every year';
create table if not exists shop.purchase_2025 partition of shop.purchase for values from ('2025-01-01') to ('2026-01-01');
create table if not exists shop.purchase_2026 partition of shop.purchase for values from ('2026-01-01') to ('2027-01-01');
create index if not exists purchase_customer on shop.purchase (customer_id, placed_at desc);

create table if not exists shop.purchase_line (
  purchase_id uuid not null,
  purchase_placed_at timestamptz not null,
  line_number integer not null,
  sku text not null references shop.product (sku),
  quantity integer not null default 1 check (quantity > 0),
  price numeric(10, 2) not null,
  primary key (purchase_id, line_number),
  foreign key (purchase_id, purchase_placed_at) references shop.purchase (id, placed_at)
);
comment on table shop.purchase_line is 'What was ordered, at the price of that day';

create table if not exists warehouse.location (
  id integer primary key,
  aisle text not null,
  shelf smallint not null,
  unique (aisle, shelf)
);
comment on table warehouse.location is 'A shelf';

create table if not exists warehouse.stock (
  sku text not null references shop.product (sku),
  location_id integer not null references warehouse.location (id),
  quantity integer not null default 0,
  counted_on date,
  primary key (sku, location_id)
);
comment on table warehouse.stock is 'How much of a product lies on a shelf';
comment on column warehouse.stock.counted_on is 'Last time somebody counted';

create or replace view shop.open_purchase as
  select p.id, p.placed_at, c.name as customer, sum(l.price * l.quantity) as total
  from shop.purchase p
  join shop.customer c on c.id = p.customer_id
  join shop.purchase_line l on l.purchase_id = p.id and l.purchase_placed_at = p.placed_at
  where p.status in ('new', 'paid')
  group by p.id, p.placed_at, c.name;
comment on view shop.open_purchase is 'Orders that have not been sent yet';

insert into shop.customer (email, name, country) values
  ('ada@example.org', 'Ada Lindqvist', 'SE'),
  ('bruno@example.org', 'Bruno Keller', 'DE'),
  ('chloe@example.org', 'Chloé Martin', 'FR'),
  ('deniz@example.org', 'Deniz Aydın', 'TR')
on conflict do nothing;
insert into shop.product (sku, title, price, tags, details) values
  ('TEA-GRN-100', 'Green tea, 100 g', 6.90, '{tea,organic}', '{"origin": "Japan"}'),
  ('TEA-BLK-250', 'Black tea, 250 g', 11.50, '{tea}', '{"origin": "Assam"}'),
  ('POT-CLAY-08', 'Clay teapot, 0.8 l', 42.00, '{pot}', '{"colour": "terracotta"}'),
  ('CUP-PORC-02', 'Porcelain cups, pair', 18.00, '{cup,gift}', null)
on conflict do nothing;
insert into shop.purchase (id, customer_id, placed_at, status)
select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, c.id,
  timestamptz '2025-11-03 10:00+00' + n * interval '9 days', (array['sent', 'paid', 'new'])[1 + n % 3]
from generate_series(1, 24) n
join (select id, row_number() over (order by email) - 1 as place from shop.customer) c on c.place = n % 4
on conflict do nothing;
insert into shop.purchase_line (purchase_id, purchase_placed_at, line_number, sku, quantity, price)
select p.id, p.placed_at, r.line_number, r.sku, 1 + (r.line_number % 2), r.price
from shop.purchase p
cross join (select row_number() over (order by sku) as line_number, sku, price from shop.product) r
where r.line_number <= 2
on conflict do nothing;
insert into warehouse.location (id, aisle, shelf) values (1, 'A', 1), (2, 'A', 2), (3, 'B', 1) on conflict do nothing;
insert into warehouse.stock (sku, location_id, quantity, counted_on)
select sku, 1 + (row_number() over (order by sku))::integer % 3, 40, date '2026-01-05' from shop.product
on conflict do nothing;

create materialized view if not exists shop.revenue_by_month as
  select date_trunc('month', placed_at) as month, count(*) as lines, sum(price * quantity) as revenue
  from shop.purchase_line l
  join shop.purchase p on p.id = l.purchase_id and p.placed_at = l.purchase_placed_at
  group by 1;
comment on materialized view shop.revenue_by_month is 'For the monthly report';
analyze;

-- Collecting a catalog needs no more than this.
grant usage on schema shop, warehouse to sample_shop;
grant select on all tables in schema shop, warehouse to sample_shop;
