interface Named {
  readonly code: string;
  readonly nameRo: string;
}

/** Of the places that have the name of the best, those where something is done (`alive`, by code) come first. */
export function aliveFirst<Place extends Named>(places: readonly Place[], alive: readonly string[]): Place[] {
  const isSame = ({ nameRo }: Named) => nameRo === places[0]!.nameRo;
  const lives = ({ code }: Named) => alive.includes(code);
  const same = places.filter(isSame);
  return [...same.filter(lives), ...same.filter((place) => !lives(place)), ...places.filter((place) => !isSame(place))];
}
