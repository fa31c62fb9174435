import { cast } from '#apps/cli/src/demo/cast.js';
import type { TownCast } from '#apps/cli/src/world/town.js';

/** People of a town whose addresses nobody else in the test has. */
export function salcia(): TownCast {
  return cast({
    placeCode: '8327000',
    placeName: 'Salcia',
    domain: 'salcia.plai.example',
    iban: 'MD10AG398259791907483378',
  });
}

/** Another town with other people. */
export function hirtop(): TownCast {
  return cast({
    placeCode: '2918000',
    placeName: 'Hîrtop',
    domain: 'hirtop.plai.example',
    iban: 'MD04ML876232860129040479',
  });
}
