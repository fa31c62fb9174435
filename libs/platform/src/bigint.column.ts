import type { ValueTransformer } from 'typeorm';

/** A bigint column read as a JavaScript bigint; the driver hands it over as text. */
export const bigintColumn: ValueTransformer = {
  to: (value?: bigint | null) => value?.toString() ?? value,
  from: (text: string | null) => (text === null ? null : BigInt(text)),
};
