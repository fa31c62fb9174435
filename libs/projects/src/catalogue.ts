/** What a project is about; words under `sector.<code>`. */
export const SECTORS = [
  'water', 'sanitation', 'lighting', 'roads', 'transport', 'education', 'health', 'social', 'culture', 'sport', 'parks', 'environment', 'energy',
  'safety', 'economy', 'other',
] as const; // prettier-ignore
export type Sector = (typeof SECTORS)[number];
/** Units of measure of an estimate; words under `measure.<code>`. */
export const UNITS = ['piece', 'set', 'm', 'm2', 'm3', 'km', 'ha', 'kg', 't', 'l', 'hour', 'day', 'month', 'service'] as const; // prettier-ignore
export type Unit = (typeof UNITS)[number];
/** Who pays; words under `source.kind.<code>`. */
export const SOURCE_KINDS = ['state', 'town', 'district', 'grant', 'partner', 'people'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
/** How sure a co-funder's share is; words under `source.stage.<code>`. */
export const SOURCE_STAGES = ['promised', 'authorised', 'paid'] as const;
export type SourceStage = (typeof SOURCE_STAGES)[number];
/** Papers by which a share is decided; words under `act.kind.<code>`. */
export const ACT_KINDS = ['council-decision', 'mayor-order', 'government-decision', 'grant-agreement', 'contract', 'letter', 'payment-order'] as const; // prettier-ignore
export type ActKind = (typeof ACT_KINDS)[number];
/** Papers of a project; words under `document.what.<code>`. */
export const DOCUMENT_KINDS = ['estimate', 'council-decision', 'technical-project', 'permit', 'agreement', 'letter', 'offer', 'form', 'other'] as const; // prettier-ignore
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
