/**
 * The same sentences in another language: the same keys, and the same values to fill in. A missing or superfluous key does not
 * compile.
 */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : Translation<T[K]>;
};
