/** Of fewer people than this nothing is told that each of them keeps to himself: somebody could guess who it was. */
export const FEW = 5;
