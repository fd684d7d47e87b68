export {
  CATALOGUES,
  type Catalogue,
  type Chosen,
  catalogueOf,
  completed,
  type Language,
  type PartialCatalogue,
} from "./catalogue.js";
export { type Activity, type Coded, type Doing, type ErrorCode, type ErrorValues, reasonIn, tell } from "./telling.js";
export { shownName, visible } from "./visible.js";
