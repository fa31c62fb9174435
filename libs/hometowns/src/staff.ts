/** For so many days whoever has left a town hall still stands aside where its people do: else one could leave for an hour. */
const STAFF_DAYS = 90;

/** SQL: a membership `m` of a town hall lasts, or ended not long ago. */
export function worksOrDid(m: string): string {
  return `(${m}.until is null or ${m}.until > platform.now() - interval '${STAFF_DAYS} days')`;
}
