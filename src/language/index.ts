export { CATALOGUES, type Catalogue, completed, type Language, type PartialCatalogue } from "./catalogue.js";
