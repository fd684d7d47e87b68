// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "poseidon-constants.circom";

// Poseidon over the BN254 scalar field, width 3, x^5, 8 full and 57 partial rounds: https://eprint.iacr.org/2019/458

template FifthPower() {
    signal input in;
    signal output out;
    signal square <== in * in;
    signal fourth <== square * square;
    out <== fourth * in;
}

/// Poseidon of two elements; the state starts as (0, left, right), its first element is the result.
template Poseidon() {
    signal input left;
    signal input right;
    signal output out;
    var MATRIX[3][3] = POSEIDON_MATRIX();
    var CONSTANTS[195] = POSEIDON_CONSTANTS();
    signal power[65][3];
    signal state[66][3];
    state[0] <== [0, left, right];
    for (var round = 0; round < 65; round++) {
        for (var i = 0; i < 3; i++) {
            if (i == 0 || round < 4 || round >= 61) {
                power[round][i] <== FifthPower()(state[round][i] + CONSTANTS[3 * round + i]);
            } else {
                power[round][i] <== state[round][i] + CONSTANTS[3 * round + i];
            }
        }
        for (var i = 0; i < 3; i++) {
            state[round + 1][i] <== MATRIX[i][0] * power[round][0] + MATRIX[i][1] * power[round][1]
                + MATRIX[i][2] * power[round][2];
        }
    }
    out <== state[65][0];
}
