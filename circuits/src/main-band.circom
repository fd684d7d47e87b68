// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "band.circom";

component main { public [commitment, aspect, mask, binding] } = BandProof();
