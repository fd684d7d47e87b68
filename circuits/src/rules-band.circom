// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "band.circom";

/// The constraints of a band without the commitment, for tests to try millions of prescriptions: the band's number.
template BandRules() {
    signal input lensType;
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;
    signal output band;
    signal (unifocal, spherical) <== Canonical()(lensType, sphere, cylinder, axis, addition, prism, prismBase);
    signal is[7] <== Band()(unifocal, spherical, sphere, cylinder);
    var number = 7 - 7 * unifocal;
    for (var i = 0; i < 7; i++) number += i * is[i];
    band <== number;
}

component main = BandRules();
