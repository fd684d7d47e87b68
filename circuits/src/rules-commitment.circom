// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "prescription.circom";

// The commitment alone, for tests.
component main = Commitment();
