// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "bits.circom";
include "prescription.circom";

// docs/rules.md, "Early renewal": order (arrêté) of 3 December 2018.

/// By how much a power may change before it counts: `half` if it does by at least 0.50, `quarter` by at least 0.25.
template Change() {
    signal input change;
    signal input comparable;
    signal output half;
    signal output quarter;
    signal magnitude <== Magnitude(13)(change);
    signal isHalf <== IsPositive(13)(magnitude - 50);
    signal isQuarter <== IsPositive(13)(magnitude - 25);
    half <== comparable * isHalf;
    quarter <== comparable * isQuarter;
}

/// 1 if the axis turned enough for the weaker of the two cylinders, the short way round.
template Turn() {
    signal input cylinders[2];
    signal input sphericals[2];
    signal input axes[2];
    signal output out;
    signal medium[2];
    signal strong[2];
    for (var i = 0; i < 2; i++) {
        medium[i] <== IsPositive(11)(cylinders[i] - 101);
        strong[i] <== IsPositive(11)(cylinders[i] - 201);
    }
    signal bothMedium <== medium[0] * medium[1];
    signal bothStrong <== strong[0] * strong[1];
    signal least <== 21 - 10 * bothMedium - 5 * bothStrong;
    signal apart <== Magnitude(8)(axes[1] - axes[0]);
    signal oneWay <== IsPositive(8)(apart - least);
    signal otherWay <== IsPositive(8)(180 - apart - least);
    signal turned <== oneWay * otherWay;
    signal cylindrical <== (1 - sphericals[0]) * (1 - sphericals[1]);
    out <== turned * cylindrical;
}

/// What changed of one eye between two canonical prescriptions; nothing, if it is not compared.
template EyeChange() {
    signal input compared;
    signal input unifocal[2];
    signal input spherical[2];
    signal input sphere[2];
    signal input cylinder[2];
    signal input axis[2];
    signal input addition[2];
    signal output half[3]; // sphere, cylinder, addition
    signal output quarter[3];
    signal output turned;

    // Spheres between lenses of one kind, additions where there was one and is one.
    signal bothUnifocal <== unifocal[0] * unifocal[1];
    signal bothAdded <== (1 - unifocal[0]) * (1 - unifocal[1]);
    signal sameKind <== compared * (bothUnifocal + bothAdded);
    signal added <== compared * bothAdded;
    (half[0], quarter[0]) <== Change()(sphere[1] - sphere[0], sameKind);
    (half[1], quarter[1]) <== Change()(cylinder[1] - cylinder[0], compared);
    (half[2], quarter[2]) <== Change()(addition[1] - addition[0], added);
    signal turn <== Turn()(cylinder, spherical, axis);
    turned <== compared * turn;
}

/// At least one criterion holds between the old (0) and the new (1) prescriptions of the eyes (right, left) compared.
template Renewal() {
    signal input compared[2];
    signal input unifocal[2][2]; // [eye][old, new]
    signal input spherical[2][2];
    signal input sphere[2][2];
    signal input cylinder[2][2];
    signal input axis[2][2];
    signal input addition[2][2];

    signal half[2][3];
    signal quarter[2][3];
    signal turned[2];
    for (var eye = 0; eye < 2; eye++) {
        (half[eye], quarter[eye], turned[eye]) <== EyeChange()(
            compared[eye], unifocal[eye], spherical[eye], sphere[eye], cylinder[eye], axis[eye], addition[eye]);
    }
    signal each[3];
    var criteria = turned[0] + turned[1];
    for (var i = 0; i < 3; i++) {
        each[i] <== quarter[0][i] * quarter[1][i];
        criteria += half[0][i] + half[1][i] + each[i];
    }
    signal inverse <-- criteria == 0 ? 0 : 1 / criteria;
    criteria * inverse === 1;
}

/// Between the old and the new commitments at least one criterion of early renewal holds. Zero stands for both
/// commitments of an eye that is not compared. `binding` ties the proof to the new dossier.
template RenewalProof() {
    signal input before[2];
    signal input after[2];
    signal input binding;

    signal input compared[2];
    signal input salt[2][2]; // [eye][old, new]
    signal input lensType[2][2];
    signal input sphere[2][2];
    signal input cylinder[2][2];
    signal input axis[2][2];
    signal input addition[2][2];
    signal input prism[2][2];
    signal input prismBase[2][2];

    signal unifocal[2][2];
    signal spherical[2][2];
    signal commitment[2][2];
    for (var eye = 0; eye < 2; eye++) {
        compared[eye] * (compared[eye] - 1) === 0;
        for (var t = 0; t < 2; t++) {
            (unifocal[eye][t], spherical[eye][t]) <== Canonical()(
                lensType[eye][t], sphere[eye][t], cylinder[eye][t], axis[eye][t], addition[eye][t], prism[eye][t],
                prismBase[eye][t]);
            commitment[eye][t] <== Commitment()(
                salt[eye][t], 9 + eye, lensType[eye][t], sphere[eye][t], cylinder[eye][t], axis[eye][t],
                addition[eye][t], prism[eye][t], prismBase[eye][t]);
        }
        before[eye] === compared[eye] * commitment[eye][0];
        after[eye] === compared[eye] * commitment[eye][1];
    }
    Renewal()(compared, unifocal, spherical, sphere, cylinder, axis, addition);
    signal bound <== binding * binding;
}
