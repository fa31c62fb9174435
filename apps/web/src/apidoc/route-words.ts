/** What a route of the API does, what it answers and how it may refuse. */
export interface RouteWords {
  readonly summary: string;
  /** The schema of the JSON answer by status; null for an answer without JSON. */
  readonly answers: Readonly<Record<string, object | null>>;
  /** Codes of refusals by their kind (or status, when only a web server refuses so). */
  readonly codes: Readonly<Record<string, readonly string[]>>;
}
