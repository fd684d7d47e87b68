// SPDX-License-Identifier: Apache-2.0
pragma circom 2.2.0;

include "category.circom";

component main { public [commitment, aspect, category, binding] } = CategoryProof();
