/** SQL: what stays of a neighbour's name beside a word that was given for it; capitals and spaces at its ends are no other name. */
export function named(neighbourId: string, name: string): string {
  return `sha256(convert_to(${neighbourId}::text || ' ' || lower(trim(${name})), 'UTF8'))`;
}
