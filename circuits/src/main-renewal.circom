// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "renewal.circom";

component main { public [before, after, binding] } = RenewalProof();
