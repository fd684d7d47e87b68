// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Stands for every registry: answers what it was told, and asks the verifier.
/// @notice Lives in one `eth_call`, of which nothing stays: any facts are to be had, at any time, without a chain on which they came about.
contract Probe {
    struct Answer {
        bytes32 question;
        bytes answer;
    }

    error Unanswered(address registry, bytes question);

    mapping(bytes32 question => bytes) private answers;

    /// @notice Asks a contract a question, with what registries answer meanwhile.
    /// @return isAnswered False where it reverted; `answer` is then what it reverted with.
    function ask(
        Answer[] calldata given,
        address verifier,
        bytes calldata question
    ) external returns (bool isAnswered, bytes memory answer) {
        for (uint256 i = 0; i < given.length; ++i) answers[given[i].question] = given[i].answer;
        return verifier.call(question);
    }

    /// @notice What a registry was told to answer.
    function answerOf(address registry, bytes calldata question) external view returns (bytes memory answer) {
        answer = answers[keccak256(abi.encodePacked(registry, question))];
        if (answer.length == 0) revert Unanswered(registry, question);
    }
}

/// @title One registry.
contract Registry {
    Probe private constant PROBE = Probe(address(0x9999999999999999999999999999999999999999));

    /// @dev Of the verifiers of proofs.
    string public constant keys = "development";
    bool public constant isDevelopment = true;

    fallback(bytes calldata question) external returns (bytes memory) {
        return PROBE.answerOf(address(this), question);
    }
}
