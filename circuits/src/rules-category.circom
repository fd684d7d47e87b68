// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "category.circom";

/// The constraints of a category without the commitment, for tests to try millions of prescriptions.
template CategoryRules() {
    signal input lensType;
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;
    signal output category;
    signal (unifocal, spherical) <== Canonical()(lensType, sphere, cylinder, axis, addition, prism, prismBase);
    category <== Category()(unifocal, spherical, sphere, cylinder);
}

component main = CategoryRules();
