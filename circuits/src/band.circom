// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "bits.circom";
include "prescription.circom";

// docs/rules.md, "Power bands": article R. 871-2 of the social-security code, 3°, and the labels of the grouped codes. A
// lens is of one of seven bands of its kind (unifocal, or multifocal and progressive).

/// The band of a lens among the seven of its kind: a 1 in its place, a 0 in every other. Nothing satisfies it for a lens
/// that no band covers. For canonical prescriptions.
template Band() {
    signal input unifocal;
    signal input spherical;
    signal input sphere;
    signal input cylinder;
    signal output is[7];

    // Without cylinder: outside [-6.00, +6.00], of other kinds [-4.00, +4.00].
    signal power <== Magnitude(13)(sphere);
    signal strongSphere <== IsPositive(13)(power - 401 - 200 * unifocal);
    // With a cylinder: a sphere above 0 by the sum; a sphere from -6.00 (-8.00) to 0 by the cylinder; below, its own.
    signal above <== IsPositive(13)(sphere - 1);
    signal strongSum <== IsPositive(13)(sphere + cylinder - 801 + 200 * unifocal);
    signal within <== IsPositive(13)(sphere + 800 - 200 * unifocal);
    signal strongCylinder <== IsPositive(11)(cylinder - 401);
    signal named <== IsPositive(11)(cylinder - 25);

    is[3] <== spherical * strongSphere;
    is[0] <== spherical - is[3];
    signal positive <== (1 - spherical) * above;
    is[6] <== positive * strongSum;
    is[2] <== positive - is[6];
    signal negative <== (1 - spherical - positive) * within;
    is[4] <== negative * strongCylinder;
    is[1] <== negative - is[4];
    is[5] <== 1 - spherical - positive - negative;

    // A sphere below with a cylinder from 0.01 to 0.24 is named nowhere.
    is[5] * (1 - named) === 0;
}

/// The band is one of the mask, and the mask is one that may be asked for: below 2^14, bits 0 to 6 for unifocal lenses, 7
/// to 13 for others, never both kinds. That it is not 0 follows: the band is in it.
template InMask() {
    signal input unifocal;
    signal input is[7];
    signal input mask;

    signal bits[14] <== Bits(14)(mask);
    var ofUnifocal = 0;
    var ofOthers = 0;
    for (var i = 0; i < 7; i++) {
        ofUnifocal += bits[i];
        ofOthers += bits[7 + i];
    }
    // No band of the other kind.
    unifocal * (ofOthers - ofUnifocal) + ofUnifocal === 0;

    // Of the mask's bits of both kinds one half is 0, so that their sum is the half that counts.
    signal hit[7];
    var hits = 0;
    for (var i = 0; i < 7; i++) {
        hit[i] <== is[i] * (bits[i] + bits[7 + i]);
        hits += hit[i];
    }
    hits === 1;
}

/// The power of the lens whose prescription is in this commitment is in one of the bands of this mask. `binding` ties the
/// proof to a dossier.
template BandProof() {
    signal input commitment;
    signal input aspect;
    signal input mask;
    signal input binding;

    signal input salt;
    signal input lensType;
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;

    0 === (aspect - 9) * (aspect - 10);
    signal (unifocal, spherical) <== Canonical()(lensType, sphere, cylinder, axis, addition, prism, prismBase);
    signal committed <== Commitment()(salt, aspect, lensType, sphere, cylinder, axis, addition, prism, prismBase);
    signal is[7] <== Band()(unifocal, spherical, sphere, cylinder);
    commitment === committed;
    InMask()(unifocal, is, mask);
    signal bound <== binding * binding;
}
