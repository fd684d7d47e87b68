// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "bits.circom";
include "poseidon.circom";

// docs/protocol.md, "Prescriptions". Powers in hundredths of a dioptre, angles in degrees.

/// A prescription as the protocol writes it, and no other: every value in range, one spelling of each lens.
template Canonical() {
    signal input lensType; // 0 unifocal, 1 multifocal, 2 progressive
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;
    signal output unifocal;
    signal output spherical;

    signal other <== lensType * (lensType - 1);
    other * (lensType - 2) === 0;
    unifocal <== IsZero()(lensType);
    spherical <== IsZero()(cylinder);

    InRange(13, -4000, 4000)(sphere);
    InRange(11, 0, 1500)(cylinder);
    // Without cylinder the axis is 0, with one 1 to 180.
    spherical * axis === 0;
    InRange(8, 1, 180)(axis + spherical);
    // Without addition the lens is unifocal, with one it is not.
    unifocal * addition === 0;
    InRange(10, 1, 600)(addition + unifocal);
    InRange(11, 0, 2000)(prism);
    InRange(9, 0, 359)(prismBase);
    signal straight <== IsZero()(prism);
    straight * prismBase === 0;
}

/// The commitment: Poseidon of the salt and the 15 bytes of a canonical prescription.
template Commitment() {
    signal input salt;
    signal input aspect; // 9 right eye, 10 left eye
    signal input lensType;
    signal input sphere;
    signal input cylinder;
    signal input axis;
    signal input addition;
    signal input prism;
    signal input prismBase;
    signal output out;

    signal encoding <== (1 << 112) + aspect * (1 << 104) + lensType * (1 << 96) + (sphere + 32768) * (1 << 80)
        + cylinder * (1 << 64) + axis * (1 << 48) + addition * (1 << 32) + prism * (1 << 16) + prismBase;
    out <== Poseidon()(salt, encoding);
}
