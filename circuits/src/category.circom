// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "bits.circom";
include "prescription.circom";

// docs/rules.md, "Categories": article R. 871-2 of the social-security code, 3°. A lens is strong if its category is the
// second of its kind (unifocal: a, then c; other: c, then f).

/// The category of a lens, by the number of its letter: a 1, c 3, f 6. Nothing satisfies it for a lens that the article
/// does not cover. For canonical prescriptions.
template Category() {
    signal input unifocal;
    signal input spherical;
    signal input sphere;
    signal input cylinder;
    signal output out;

    // Without cylinder: outside [-6.00, +6.00], of other kinds [-4.00, +4.00].
    signal power <== Magnitude(13)(sphere);
    signal strongSphere <== IsPositive(13)(power - 401 - 200 * unifocal);
    // With a cylinder: a sphere above 0 by the sum; a sphere from -6.00 (-8.00) to 0 by the cylinder; below, always.
    signal above <== IsPositive(13)(sphere - 1);
    signal strongSum <== IsPositive(13)(sphere + cylinder - 801 + 200 * unifocal);
    signal within <== IsPositive(13)(sphere + 800 - 200 * unifocal);
    signal strongCylinder <== IsPositive(11)(cylinder - 401);
    signal named <== IsPositive(11)(cylinder - 25);

    signal notAbove <== within * strongCylinder + 1 - within;
    signal withCylinder <== above * (strongSum - notAbove) + notAbove;
    signal strong <== spherical * (strongSphere - withCylinder) + withCylinder;

    // A sphere below with a cylinder from 0.01 to 0.24 is named nowhere.
    signal uncovered <== (1 - within) * (1 - named);
    uncovered * (1 - spherical) === 0;

    out <== 3 - 2 * unifocal + strong * (3 - unifocal);
}

/// The lens whose prescription is in this commitment falls under this category. `binding` ties the proof to a dossier.
template CategoryProof() {
    signal input commitment;
    signal input aspect;
    signal input category;
    signal input binding;

    signal input salt;
    signal input lensType;
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;

    signal (unifocal, spherical) <== Canonical()(lensType, sphere, cylinder, axis, addition, prism, prismBase);
    signal committed <== Commitment()(salt, aspect, lensType, sphere, cylinder, axis, addition, prism, prismBase);
    signal ruled <== Category()(unifocal, spherical, sphere, cylinder);
    commitment === committed;
    category === ruled;
    signal bound <== binding * binding;
}
