import type { SceneName } from './scenes.js';

const BY_SECTOR: Readonly<Record<string, SceneName>> = {
  lighting: 'light',
  energy: 'light',
  safety: 'light',
  water: 'water',
  sanitation: 'water',
  education: 'school',
  roads: 'road',
  transport: 'road',
  parks: 'park',
  sport: 'park',
  environment: 'park',
  culture: 'culture',
  economy: 'culture',
  health: 'health',
  social: 'health',
};

/** The woven picture that stands for a sector of public works. */
export function sceneOf(sector: string | null): SceneName {
  return BY_SECTOR[sector ?? ''] ?? 'other';
}
