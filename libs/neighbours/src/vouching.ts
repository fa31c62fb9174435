/** How many words make a proof, and how many somebody may give; as among members of an association. */
export const VOUCHING = {
  /** Words that make a neighbour `vouched`. */
  needed: 2,
  /** Words that one person may give within `days`. */
  most: 5,
  days: 30,
} as const;
