// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

/** An act did not take place as the scenario says. The message says what was expected and what came. */
final class ActFailedException extends RuntimeException {
    ActFailedException(String message) {
        super(message);
    }
}
