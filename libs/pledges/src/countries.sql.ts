/** Groups of donors are told in steps of so many. */
const STEP = 5;
/** Donors come into the groups so many at once, in the order of their first gifts, and leave them so. */
const BATCH = 10;

/**
 * SQL: from which countries people gave, of rows with `person_id`, `country`, `at`, and whether the gift still `stands`; those
 * that stand no more keep their place, so they are among the rows. Whoever reads it again after each gift, or draws the report
 * of every head that ever was, takes the one from the other: so nobody comes into it alone, leaves it alone (the ten with whom
 * he came are told while all of them stand), or goes from one country to another with his next gift.
 */
export function countryGroups(given: string): string {
  return `with donor as (
    select person_id, (array_agg(country order by at, country))[1] as country, bool_or(stands) as stands,
      (row_number() over (order by min(at), person_id) - 1) / ${BATCH} as batch
      from (${given}) g group by person_id)
  select country, n - n % ${STEP} as donors from (
    select country, count(*)::int as n from donor
     where country is not null
       and batch in (select batch from donor group by batch having count(*) = ${BATCH} and bool_and(stands))
     group by country) c where n >= ${STEP}`;
}
