/** A scenario, or an option of these programs, that makes no sense. Only who writes scenarios reads it: it is in English. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";

  constructor(about: string, reason: string) {
    super(`${about}: ${reason}`);
  }
}
