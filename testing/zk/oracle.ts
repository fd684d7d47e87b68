import type { Prescription } from "../../src/protocol/index.js";

// The rules a second time, written from the legal text alone: no table, no code of src/zk, its own change of notation.

interface Lens {
  readonly isUnifocal: boolean;
  readonly sphere: number;
  readonly cylinder: number;
  readonly axis: number;
  readonly addition: number;
}

/** With a positive cylinder. */
function read({ lensType, sphere, cylinder, axis, addition }: Prescription): Lens {
  const isUnifocal = lensType === "unifocal";
  if (cylinder >= 0) return { isUnifocal, sphere, cylinder, axis, addition };
  return { isUnifocal, sphere: sphere + cylinder, cylinder: -cylinder, axis: axis + 90, addition };
}

/** The category of a lens by article R. 871-2. */
export function categoryInLaw(prescription: Prescription): "a" | "c" | "f" | "none" {
  const { isUnifocal, sphere, cylinder } = read(prescription);
  if (isUnifocal) {
    if (cylinder === 0) {
      if (sphere < -600 || sphere > 600) return "c";
      return "a";
    }
    if (sphere > 0) {
      if (sphere + cylinder <= 600) return "a";
      return "c";
    }
    if (sphere >= -600) {
      if (cylinder <= 400) return "a";
      return "c";
    }
    if (cylinder >= 25) return "c";
    return "none";
  }
  if (cylinder === 0) {
    if (sphere < -400 || sphere > 400) return "f";
    return "c";
  }
  if (sphere > 0) {
    if (sphere + cylinder <= 800) return "c";
    return "f";
  }
  if (sphere >= -800) {
    if (cylinder <= 400) return "c";
    return "f";
  }
  if (cylinder >= 25) return "f";
  return "none";
}

/** The grouped code of a lens of class B, from the labels of the codes and the article; "none" where no letter covers it. */
export function classBCodeInLaw(prescription: Prescription): string {
  const { isUnifocal, sphere, cylinder } = read(prescription);
  const family = isUnifocal ? "VU" : "VM";
  const edge = isUnifocal ? 600 : 800; // With a cylinder.
  if (cylinder === 0) return family + (Math.abs(sphere) <= (isUnifocal ? 600 : 400) ? "1" : "4");
  if (sphere > 0) return family + (sphere + cylinder > edge ? "7" : "3");
  if (sphere < -edge) return cylinder < 25 ? "none" : `${family}6`;
  return family + (cylinder > 400 ? "5" : "2");
}

/** The grouped code of a lens of class A: by its category, of unifocal and of other lenses. */
export function classACodeInLaw(prescription: Prescription): string {
  const letter = categoryInLaw(prescription);
  if (letter === "none") return "none";
  if (prescription.lensType === "unifocal") return letter === "a" ? "V01" : "V02";
  return letter === "c" ? "V03" : "V04";
}

/** The category of a pair, from the categories of its lenses. */
export function pairInLaw(right: string, left: string): string {
  switch (right + left) {
    case "aa":
      return "a";
    case "ac":
    case "ca":
      return "b";
    case "cc":
      return "c";
    case "af":
    case "fa":
      return "d";
    case "cf":
    case "fc":
      return "e";
    case "ff":
      return "f";
    default:
      return "none";
  }
}

interface Given {
  readonly right?: Prescription | undefined;
  readonly left?: Prescription | undefined;
}

interface Change {
  readonly sphere: number;
  readonly cylinder: number;
  readonly addition: number;
  readonly axis: "" | "weak" | "medium" | "strong";
}

/** What changed of one eye, zero where it may not be compared. */
function change(old: Prescription | undefined, now: Prescription | undefined): Change {
  if (!old || !now) return { sphere: 0, cylinder: 0, addition: 0, axis: "" };
  const [was, is] = [read(old), read(now)];
  const sphere = was.isUnifocal === is.isUnifocal ? Math.abs(is.sphere - was.sphere) : 0;
  const cylinder = Math.abs(is.cylinder - was.cylinder);
  const addition = was.isUnifocal || is.isUnifocal ? 0 : Math.abs(is.addition - was.addition);
  let degrees = (((is.axis - was.axis) % 180) + 180) % 180;
  if (degrees > 90) degrees = 180 - degrees;
  let axis: Change["axis"] = "";
  if (was.cylinder !== 0 && is.cylinder !== 0) {
    if (was.cylinder <= 100 || is.cylinder <= 100) {
      if (degrees > 20) axis = "weak";
    } else if (was.cylinder <= 200 || is.cylinder <= 200) {
      if (degrees > 10) axis = "medium";
    } else {
      if (degrees > 5) axis = "strong";
    }
  }
  return { sphere, cylinder, addition, axis };
}

/** The criteria of early renewal that hold by the order of 3 December 2018. */
export function criteriaInLaw(before: Given, after: Given): string[] {
  const right = change(before.right, after.right);
  const left = change(before.left, after.left);
  const found: string[] = [];
  if (right.sphere >= 50 || left.sphere >= 50) found.push("sphere-of-one-eye");
  if (right.sphere >= 25 && left.sphere >= 25) found.push("sphere-of-each-eye");
  if (right.cylinder >= 50 || left.cylinder >= 50) found.push("cylinder-of-one-eye");
  if (right.cylinder >= 25 && left.cylinder >= 25) found.push("cylinder-of-each-eye");
  if (right.addition >= 50 || left.addition >= 50) found.push("addition-of-one-eye");
  if (right.addition >= 25 && left.addition >= 25) found.push("addition-of-each-eye");
  if (right.axis === "weak" || left.axis === "weak") found.push("axis-of-weak-cylinder");
  if (right.axis === "medium" || left.axis === "medium") found.push("axis-of-medium-cylinder");
  if (right.axis === "strong" || left.axis === "strong") found.push("axis-of-strong-cylinder");
  return found;
}
