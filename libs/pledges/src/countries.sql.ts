/** Groups of donors are told in steps of so many. */
const STEP = 5;
/** Donors come into the groups so many at once, in the order of their first gifts. */
const BATCH = 10;

/**
 * SQL: from which countries people gave, of rows with `person_id`, `country` and `at`. Whoever reads it again after each gift, or
 * draws the report of every head that ever was, takes the one from the other: so nobody comes into it alone.
 */
export function countryGroups(given: string): string {
  return `select country, n - n % ${STEP} as donors from (
    select g.country, count(distinct g.person_id)::int as n
      from (${given}) g join (
        select person_id, row_number() over (order by min(at), person_id) as place, count(*) over () as everybody
          from (${given}) h group by person_id) p using (person_id)
     where g.country is not null and p.place <= p.everybody - p.everybody % ${BATCH}
     group by g.country) c where n >= ${STEP}`;
}
