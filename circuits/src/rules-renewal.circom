// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "renewal.circom";

/// The constraints of a renewal without the commitments, for tests to try many pairs of prescriptions.
template RenewalRules() {
    signal input compared[2];
    signal input lensType[2][2];
    signal input sphere[2][2];
    signal input cylinder[2][2];
    signal input axis[2][2];
    signal input addition[2][2];
    signal input prism[2][2];
    signal input prismBase[2][2];
    signal unifocal[2][2];
    signal spherical[2][2];
    for (var eye = 0; eye < 2; eye++) {
        compared[eye] * (compared[eye] - 1) === 0;
        for (var t = 0; t < 2; t++) {
            (unifocal[eye][t], spherical[eye][t]) <== Canonical()(
                lensType[eye][t], sphere[eye][t], cylinder[eye][t], axis[eye][t], addition[eye][t], prism[eye][t],
                prismBase[eye][t]);
        }
    }
    Renewal()(compared, unifocal, spherical, sphere, cylinder, axis, addition);
}

component main = RenewalRules();
